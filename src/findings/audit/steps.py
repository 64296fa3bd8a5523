"""The workflow of a crate, its steps, and that they were carried out.

One step is one notebook: the notebook as written is the tool, the notebook as executed its result.
The shapes follow the profile Provenance Run Crate 0.5.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from findings.audit.description import NotebookRun, RunDescription
from findings.audit.entities import OUTER, context, ref, refs

_WORKFLOW_PROFILE = "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"
_LANGUAGES = {".py": "Python", ".yaml": "findings plan (YAML)", ".ipynb": "Jupyter Notebook"}


def _language(crate: Any, path: str) -> Any:
    name = _LANGUAGES.get(PurePosixPath(path).suffix, "text")
    identifier = f"#language/{quote(name)}"
    return crate.get(identifier) or context(crate, identifier, "ComputerLanguage", name=name)


def _formal(crate: Any, identifier: str, kind: str, value: str) -> str:
    """A parameter of the workflow, filled by the entity `value`; returns its identifier."""
    parameter = crate.add_formal_parameter(
        identifier.rpartition("/")[2], kind, identifier=identifier, properties={"workExample": ref(value)}
    )
    crate.get(value)["exampleOfWork"] = parameter
    return str(parameter.id)


def _value(crate: Any, identifier: str, name: str, value: str) -> str:
    return str(context(crate, identifier, "PropertyValue", name=name, value=value).id)


def add_workflow(crate: Any, description: RunDescription, parts: dict[str, str]) -> None:
    """The workflow, its steps, and that they were carried out."""
    main = crate.get(parts[f"restricted/{description.workflow}"])
    main.properties()["@type"] = ["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"]
    main["conformsTo"] = ref(_WORKFLOW_PROFILE)
    main["programmingLanguage"] = _language(crate, description.workflow)
    main["version"] = f"sha256:{main['sha256']}"
    crate.root_dataset["mainEntity"] = main

    values = [
        _value(crate, "#value/consultation", "consultation", description.name),
        _value(crate, "#value/edition", "edition", description.edition),
    ]
    inputs = [_formal(crate, f"#parameter/{value.rpartition('/')[2]}", "Text", value) for value in values]
    copied = [parts[entry.path] for entry in description.inputs if entry.copy and parts[entry.path] != main.id]
    inputs += [_formal(crate, f"#parameter/input/{name}", "File", name) for name in dict.fromkeys(copied)]
    if crate.get("#inputs"):
        inputs.append(_formal(crate, "#parameter/inputs", "Collection", "#inputs"))
    outer = [f"#{folder}" for folder in OUTER if crate.get(f"#{folder}")]
    outputs = [_formal(crate, f"#result/{folder[1:]}", "Collection", folder) for folder in outer]
    main["input"], main["output"] = refs(inputs), refs(outputs)

    read = {main.id, *copied, *(parts[f"restricted/{notebook.source}"] for notebook in description.notebooks)}
    made = [part for name, part in parts.items() if name.startswith("restricted/") and part not in read]
    action = _action(crate, "#run", f"The run {description.run}", main.id, [*values, *copied], [*outer, *made])
    if crate.get("#inputs"):
        action.append_to("object", ref("#inputs"))
    controls = [
        _add_step(crate, number, notebook, parts, main)
        for number, notebook in enumerate(description.notebooks, start=1)
    ]
    if controls:
        context(
            crate, "#orchestration", "OrganizeAction", name="The program carries out the plan",
            instrument=ref("#findings"), object=refs(controls), result=ref("#run"),
        )  # fmt: skip


def _action(crate: Any, identifier: str, name: str, instrument: str, read: list[str], made: list[str]) -> Any:
    action = context(
        crate, identifier, "CreateAction", name=name,
        description=f"{name}, carried out to its end", instrument=ref(instrument), agent=ref("#organisation"),
        actionStatus="http://schema.org/CompletedActionStatus", object=refs(read), result=refs(made),
    )  # fmt: skip
    crate.root_dataset.append_to("mentions", action)
    return action


def _add_step(crate: Any, number: int, notebook: NotebookRun, parts: dict[str, str], main: Any) -> str:
    """One notebook as a step that was carried out; returns the identifier of that carrying out."""
    tool = crate.get(parts[f"restricted/{notebook.source}"])
    tool.properties()["@type"] = ["File", "SoftwareSourceCode"]
    tool["description"] = notebook.title
    tool["programmingLanguage"] = _language(crate, notebook.source)
    tool["version"] = f"sha256:{tool['sha256']}"
    main.append_to("hasPart", tool)
    name = quote(notebook.name)
    step = context(
        crate, f"#step/{name}", "HowToStep", name=notebook.title, position=str(number), workExample=ref(tool.id)
    )
    main.append_to("step", step)
    values = [_value(crate, f"#value/{name}/{quote(key)}", key, value) for key, value in notebook.parameters]
    _action(
        crate, f"#run/{name}", f"The notebook {notebook.name}", tool.id,
        [*values, *(parts[path] for path in notebook.inputs)],
        [parts[f"restricted/{notebook.executed}"], *(parts[path] for path in notebook.outputs)],
    )  # fmt: skip
    control = context(
        crate, f"#control/{name}", "ControlAction", name=f"Step {number}: {notebook.title}",
        instrument=ref(step.id), object=ref(f"#run/{name}"),
    )  # fmt: skip
    return str(control.id)
