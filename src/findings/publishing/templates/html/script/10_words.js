"use strict";
// What the page says of its numbers stands in one block of JSON; it is read when it is first needed.
const block = JSON.parse(document.getElementById("asked").textContent);
const words = block.words;

// A text of the page's own words, with what is put in at {name}.
function say(name, values) {
  return words[name].replace(/\{(\w+)\}/g, (whole, key) => (values && key in values ? String(values[key]) : whole));
}

// An element with attributes and children; text is always text, never markup.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== "" && child !== undefined && child !== null));
  return element;
}

function button(text, does, attributes) {
  const made = make("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", does);
  return made;
}

function plain(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}
