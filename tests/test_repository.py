"""The repository keeps its word: exact pins, no machine's traces, and the commands that the README names."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from scripts.engine.places import ROOT

TOP = {"docs", "snippets", "scripts", "tests", "mkdocs.yml", "README.md"}
TOOLS = {
    "pyproject.toml",
    "requirements.txt",
    "requirements-cluster.txt",
    "requirements-stress.txt",
    "Makefile",
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    "CITATION.cff",
    "LICENSE",
    "CONTRIBUTING.md",
    "conftest.py",
}

WORKFLOW, FORM, CITATION = ".github/workflows/site.yml", ".github/ISSUE_TEMPLATE/my-run-differs.yml", "CITATION.cff"
SCHEMAS = {WORKFLOW: "github-workflows", FORM: "github-issue-forms", CITATION: "citation-file-format"}


def tracked():
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return done.stdout.splitlines()


def test_pins_are_exact_and_name_no_host():
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in pins), pins
    assert "torch==2.13.0" in pins


@pytest.mark.parametrize("extra", ["cluster", "stress"])
def test_what_some_need_is_pinned_beside_it(extra):
    first, *pins = (ROOT / f"requirements-{extra}.txt").read_text("utf-8").splitlines()
    assert first == "-r requirements.txt"
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in pins), pins
    assert not names_of(pins) & names_of((ROOT / "requirements.txt").read_text("utf-8").splitlines())


def names_of(lines):
    return {found[0].lower() for line in lines if (found := re.match(r"[\w-]+", line))}


def test_every_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = names_of((ROOT / "requirements.txt").read_text("utf-8").splitlines())
    assert names_of(project["dependencies"]) <= pinned
    for extra, wanted in project["optional-dependencies"].items():
        assert names_of(wanted) <= names_of((ROOT / f"requirements-{extra}.txt").read_text("utf-8").splitlines())


def test_nothing_but_the_project_at_the_top():
    assert {path.partition("/")[0] for path in tracked()} <= TOP | TOOLS


def test_no_machine_has_left_its_paths():
    home = re.compile(r"/(?:home|root|Users|work)/\w")
    for path in tracked():
        file = ROOT / path
        if file.exists() and file.suffix in {".py", ".md", ".yml", ".toml", ".json", ".txt", ".css", ".js"}:
            assert not home.search(file.read_text("utf-8")), path


def test_readme_names_real_targets():
    named = set(re.findall(r"`make (\w+)`", (ROOT / "README.md").read_text("utf-8")))
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert {"site", "test", "figures", "serve", "stress"} <= named <= targets


def test_contributing_names_real_pages():
    for file in "CONTRIBUTING.md", "README.md", "scripts/new.py":
        for page in re.findall(r"\bdocs/[\w/-]+\.md\b", (ROOT / file).read_text("utf-8")):
            assert (ROOT / page).is_file(), f"{file}: {page}"


def test_the_listed_commands_of_help_are_the_targets():
    help_text = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in help_text.splitlines()} >= {"site", "test", "figures", "serve", "stress"}


def read(path):
    return yaml.safe_load((ROOT / path).read_text("utf-8"))


def test_files_for_others_follow_their_schemas():
    for path, schema in SCHEMAS.items():
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", path]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_builds_what_it_publishes_and_names_no_host():
    text, jobs = (ROOT / WORKFLOW).read_text("utf-8"), read(WORKFLOW)["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    assert "make site" in [step.get("run") for step in steps]
    assert [step["with"]["path"] for step in steps if "upload-pages" in step.get("uses", "")] == ["site"]
    assert all(step["uses"].startswith("actions/") for step in steps if "uses" in step)
    assert "://" not in text


def test_the_form_asks_for_the_comparison_table():
    asked = {part["id"]: part for part in read(FORM)["body"] if "id" in part}
    assert asked["table"]["validations"] == {"required": True}
    header = "claim", "published", "this run (seed 1000)", "same verdict"  # as compare.table prints it
    assert all(column in asked["table"]["attributes"]["placeholder"] for column in header)


def test_the_citation_is_of_this_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    cited = read(CITATION)
    assert (cited["version"], " AND ".join(cited["license"])) == (project["version"], project["license"])
