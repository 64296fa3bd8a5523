"""Parameters enter here and nowhere else: YAML files -> frozen objects, or every problem at once."""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from findings.consultation.boundaries import Outlines
from findings.consultation.boundaries_file import boundary_paths, read_boundaries
from findings.consultation.code_list import list_file
from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.codeframe_file import codeframe_paths, read_codeframe
from findings.consultation.commentary import COPIES
from findings.consultation.commentary_file import Files, SlotFile, read_commentary
from findings.consultation.context_file import context_paths, read_context
from findings.consultation.counted import counted, of_respondents
from findings.consultation.editions import MIDPOINT, editions_of
from findings.consultation.expansion import with_code_lists
from findings.consultation.fault import Fault
from findings.consultation.faults import key_path, problems_of
from findings.consultation.guesses import Guesses
from findings.consultation.model import Consultation, Questionnaire, sources_of
from findings.consultation.names import WITHDRAWN
from findings.consultation.plan import Plan
from findings.consultation.population import Residents
from findings.consultation.population_file import population_paths, read_populations
from findings.consultation.rehearsal import Rehearsal
from findings.consultation.rehearsal_rules import rehearsal_faults
from findings.consultation.rules import consultation_faults, plan_faults, questionnaire_faults
from findings.consultation.together import together_faults
from findings.consultation.translations import FOLDER as LANGUAGES
from findings.consultation.translations import read_translations, translation_files
from findings.consultation.yamlfile import YamlFile, parse_yaml, read_yaml
from findings.errors import ParameterError, Problem

ENTRIES = ("questions", "also_asked", "sections", "breakdowns", "scales")
Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Parameters:
    """A consultation's parameters, checked.

    Parameters
    ----------
    name
        The folder's name, which is the consultation's.
    folder
        Where its files lie.
    consultation, questionnaire, plan
        What they say.
    files
        Each file that was read, with the SHA-256 of its bytes.
    places
        Where each value stands, a file a name: for problems that are found later.
    rehearsal
        What `rehearsal.yaml` says of made-up responses; all defaults without the file. It is not among `files`, since
        no run reads it.
    guesses
        What `guesses.yaml` says: the guesses of a draft; None without the file.
    edition
        Which of the consultation's editions this is; empty for its first.
    residents
        Breakdown -> how many people live in each of its groups, where `consultation.yaml` names a table of them.
    beside
        The code lists, tables of population and of context, boundaries and translations that were read, by the names
        that a run's copies have; all among `files`.
    translations
        Language -> English text -> what `languages/<language>.yaml` says for it.
    outlines
        Breakdown -> the outlines of its groups, where `questionnaire.yaml` names their boundaries.
    commentaries
        Edition -> slot -> what people wrote for it; the files are among `beside`, but nothing is counted by them.
    free_text
        What `codeframe.yaml` says: how free text is coded, counted and shown; None without the file.
    """

    name: str
    folder: Path
    consultation: Consultation
    questionnaire: Questionnaire
    plan: Plan
    files: Mapping[str, str]
    places: Mapping[str, YamlFile]
    rehearsal: Rehearsal = field(default_factory=Rehearsal)
    guesses: Guesses | None = None
    edition: str = ""
    residents: Mapping[str, Residents] = field(default_factory=dict)
    beside: Mapping[str, Path] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    commentaries: Files = field(default_factory=dict)
    outlines: Mapping[str, Outlines] = field(default_factory=dict)
    free_text: FreeTextPlan | None = None

    @property
    def read_by_release(self) -> dict[str, str]:
        """The files that decide what is counted and released: translations and commentary decide how it is told."""
        told = (f"{LANGUAGES}/", f"{COPIES}/")
        return {name: value for name, value in self.files.items() if not name.startswith(told)}

    @property
    def commentary(self) -> Mapping[str, SlotFile]:
        """Slot -> what people wrote for it in this edition."""
        return self.commentaries.get(self.edition or next(iter(editions_of(self.consultation.data))), {})

    @property
    def counted(self) -> tuple[str, ...]:
        """The channels whose answers this edition counts together."""
        editions = editions_of(self.consultation.data)
        return editions.get(self.edition) or next(iter(editions.values()))

    @property
    def until(self) -> datetime.date | None:
        """The last day whose responses this edition counts, where it is a look while the consultation is open."""
        midpoint = self.consultation.midpoint
        return midpoint.until if midpoint is not None and self.edition == MIDPOINT else None

    @property
    def shows_answers(self) -> bool:
        """Whether this edition shows what people answered, beside who they are."""
        midpoint = self.consultation.midpoint
        return self.until is None or (midpoint is not None and midpoint.show_answers)

    @functools.cached_property
    def counting(self) -> Questionnaire:
        """The questionnaire as this edition counts it: every question a set of answers."""
        whole = counted(self.questionnaire, self.free_text)
        return whole if self.shows_answers else of_respondents(whole)

    @property
    def draft(self) -> bool:
        """Whether something was guessed that nobody has confirmed: every page says so."""
        return self.guesses is not None and bool(self.guesses.unconfirmed)

    @property
    def data_files(self) -> dict[str, Path]:
        """Every file that the data are read from, by what uses it: a channel's name, or an empty text."""
        data = self.consultation.data
        named = {name: channel.file for name, channel in data.channels.items()} if data.reader == "sources" else {}
        named = named or {"": getattr(data, "file", "")}
        for source, of in sources_of(data).items():
            if of.postcodes is not None:
                named[f"{source} postcodes".strip()] = of.postcodes.file
        return {use: (self.folder / file).resolve() for use, file in named.items()}

    @property
    def data_file(self) -> Path:
        """The first file that the responses or the tally are read from."""
        return next(iter(self.data_files.values()))

    @property
    def data_hash(self) -> str:
        """A SHA-256 of the data: of the one file, or of the hashes of all; an empty text if one is missing."""
        paths = self.data_files
        if not all(path.is_file() for path in paths.values()):
            return ""
        hashes = sorted({path: sha256_of(path) for path in paths.values()}.values())
        return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode("utf-8")).hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def build(
    folder: str | Path, common_plan: str | Path, edition: str = "", instead: Mapping[str, str] | None = None
) -> Parameters:
    """Read and check a consultation's folder.

    Parameters
    ----------
    folder
        Holds `consultation.yaml` and `questionnaire.yaml`, and `plan.yaml` and `rehearsal.yaml` where it has its own.
    common_plan
        The plan that every consultation without its own follows.
    edition
        Which of the consultation's editions; empty for its first.
    instead
        Texts by the names of files of the folder, to be checked in their place before they are written.

    Raises
    ------
    ParameterError
        With every problem of all files.
    """
    folder, common_plan, instead = Path(folder), Path(common_plan), instead or {}
    own_plan = folder / "plan.yaml"
    plan_path = own_plan if own_plan.exists() else common_plan
    paths = {
        "consultation.yaml": folder / "consultation.yaml",
        "questionnaire.yaml": folder / "questionnaire.yaml",
        "plan.yaml": plan_path,
    }
    files = {name: _read(path, instead.get(name)) for name, path in paths.items()}
    problems = [problem for file in files.values() for problem in file.problems]

    consultation, found = _consultation(files["consultation.yaml"])
    problems += found
    written = files["questionnaire.yaml"]
    files["questionnaire.yaml"], faults_of_lists, lists = with_code_lists(written)
    questionnaire, found = _questionnaire(files["questionnaire.yaml"])
    found = [*(_placed(fault, written) for fault in faults_of_lists), *found]
    problems += found
    residents: dict[str, Residents] = {}
    translations: dict[str, dict[str, str]] = {}
    outlines: dict[str, Outlines] = {}
    free_text: FreeTextPlan | None = None
    beside = {f"code_lists/{name}.yaml": list_file(name) for name in lists}
    if consultation is not None and questionnaire is not None and not found:
        # Against a questionnaire that is wrong itself, little could be said of who lives in its groups.
        residents, faulty = read_populations(
            consultation.populations, questionnaire, folder, files["consultation.yaml"]
        )
        problems += faulty
        beside |= population_paths(consultation.populations, folder)
        outlines, faulty = read_boundaries(questionnaire, folder, written)
        problems += faulty
        beside |= boundary_paths(questionnaire, folder)
        free_text, faulty = read_codeframe(folder, questionnaire)
        problems += faulty
        beside |= codeframe_paths(folder, free_text)
        translations, faulty = read_translations(consultation, counted(questionnaire, free_text), folder)
        problems += faulty
        beside |= translation_files(folder, translations)
    if consultation is not None:
        context, faulty = read_context(consultation.context, folder, files["consultation.yaml"])
        problems += faulty
        beside |= context_paths(context, folder)
        consultation = consultation.model_copy(update={"context": context})
    commentaries: dict[str, dict[str, SlotFile]] = {}
    if consultation is not None and questionnaire is not None:
        editions = dict.fromkeys((*editions_of(consultation.data), MIDPOINT))
        commentaries, faulty = read_commentary(folder, questionnaire.sections, list(editions))
        problems += faulty
        beside |= {file.copy: file.path for slots in commentaries.values() for file in slots.values()}
    if consultation is not None and questionnaire is not None:
        faults = together_faults(consultation, questionnaire, list(questionnaire.questions))
        problems += [_placed(fault, files["consultation.yaml"]) for fault in faults]
    plan, found = _validated(Plan, files["plan.yaml"])
    problems += found
    if plan is not None:
        problems += [_placed(fault, files["plan.yaml"]) for fault in plan_faults(plan)]
    rehearsal, found = _rehearsal(folder / "rehearsal.yaml", questionnaire)
    problems += found
    guesses = None
    if (folder / "guesses.yaml").exists():
        paths["guesses.yaml"] = folder / "guesses.yaml"
        files["guesses.yaml"] = _read(paths["guesses.yaml"], instead.get("guesses.yaml"))
        guesses, found = _validated(Guesses, files["guesses.yaml"])
        problems += [*files["guesses.yaml"].problems, *found]
    if (folder / WITHDRAWN).exists():
        # Read at the door; here only so that a withdrawal makes another run.
        paths["withdrawn.csv"] = folder / WITHDRAWN
    if problems or consultation is None or questionnaire is None or plan is None:
        raise ParameterError(problems)
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in {**paths, **beside}.items()}
    return Parameters(
        folder.name,
        folder,
        consultation,
        questionnaire,
        plan,
        hashes,
        files,
        rehearsal,
        guesses,
        edition,
        residents,
        beside,
        translations,
        commentaries,
        outlines,
        free_text,
    )


def _read(path: Path, instead: str | None) -> YamlFile:
    shown = f"{path.parent.name}/{path.name}"
    return read_yaml(path, shown) if instead is None else parse_yaml(instead.removeprefix("\ufeff"), shown)


def _consultation(file: YamlFile) -> tuple[Consultation | None, list[Problem]]:
    consultation, problems = _validated(Consultation, file)
    if consultation is not None:
        problems += [_placed(fault, file) for fault in consultation_faults(consultation)]
    return consultation, problems


def _questionnaire(file: YamlFile) -> tuple[Questionnaire | None, list[Problem]]:
    questionnaire, problems = _validated(Questionnaire, file)
    checked, taken_out = (questionnaire, set[str]()) if questionnaire else _without_faulty_entries(file)
    if checked is not None:
        known, also = (list(file.content.get(part) or {}) for part in ("questions", "also_asked"))
        # A section that was taken out may be where a question stands.
        places_known = not taken_out & {"sections", "profile"}
        faults = questionnaire_faults(checked, known, also, places_known=places_known)
        problems += [_placed(fault, file) for fault in faults]
    return questionnaire, problems


def _rehearsal(path: Path, questionnaire: Questionnaire | None) -> tuple[Rehearsal, list[Problem]]:
    if not path.exists():
        return Rehearsal(), []
    file = read_yaml(path, shown_as=f"{path.parent.name}/{path.name}")
    rehearsal, found = _validated(Rehearsal, file)
    problems = [*file.problems, *found]
    # Against a questionnaire that is wrong itself, little could be said that helps.
    if rehearsal is not None and questionnaire is not None:
        problems += [_placed(fault, file) for fault in rehearsal_faults(rehearsal, questionnaire)]
    return rehearsal or Rehearsal(), problems


def _validated(model: type[Model], file: YamlFile) -> tuple[Model | None, list[Problem]]:
    if file.content is None:
        return None, []
    try:
        return model.model_validate(file.content), []
    except ValidationError as error:
        # What cannot be read as YAML is told once, not again as a wrong value.
        told = {problem.where for problem in file.problems}
        return None, [problem for problem in problems_of(error, file, model) if problem.where not in told]


def _without_faulty_entries(file: YamlFile) -> tuple[Questionnaire | None, set[str]]:
    """The questionnaire less the entries that are wrong in themselves, so that the rules see the rest.

    A question that falls out still counts as known, and so that nothing is judged by what is absent,
    the questions of a scale that falls out fall out with it. The second value tells under which keys
    something fell out.
    """
    if file.content is None:
        return None, set()
    content: dict[str, Any] = {
        key: dict(value) if isinstance(value, dict) else value for key, value in file.content.items()
    }
    taken_out: set[str] = set()
    try:
        Questionnaire.model_validate(content)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            keys = key_path(fault["loc"], file.content)
            if len(keys) >= 2 and keys[0] in ENTRIES and isinstance(content.get(str(keys[0])), dict):
                content[str(keys[0])].pop(keys[1], None)
                if keys[0] == "scales":
                    _take_out_questions_of(str(keys[1]), content)
            elif keys:
                content.pop(str(keys[0]), None)
            taken_out |= {str(key) for key in keys[:1]}
    try:
        return Questionnaire.model_validate(content), taken_out
    except ValidationError:
        return None, taken_out


def _take_out_questions_of(scale: str, content: dict[str, Any]) -> None:
    questions = content.get("questions")
    if isinstance(questions, dict):
        content["questions"] = {
            name: question
            for name, question in questions.items()
            if not isinstance(question, dict) or question.get("scale") != scale
        }


def _placed(fault: Fault, file: YamlFile) -> Problem:
    return Problem(file.where(fault.keys), fault.what, fault.found, fault.allowed, fault.do)
