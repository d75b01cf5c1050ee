"""trial_schema.py SCHEMA TEST...: every test file fits the schema that editors use, and a broken one does not."""

import copy
import json
import re
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.2 as annae-pack reads it: only true and false are booleans, and a time stays a word."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


# What is done to a test file, and the name of what that breaks. Each is one slip of an author.
SLIPS = (
    ("no flow", lambda test: test.pop("flow")),
    ("a key that does not exist", lambda test: test.update(case=[])),
    ("a case without a name", lambda test: test["cases"][0].pop("name")),
    ("nothing to play", lambda test: test["cases"][0].update(play=[])),
    ("an end that does not exist", lambda test: test["cases"][0]["play"].append({"end": "done"})),
    ("a line with an unknown key", lambda test: test["cases"][0]["play"].append({"ad": "lights"})),
    ("a step that is no id", lambda test: test["cases"][0]["play"].append({"at": "The lights"})),
    ("a time without a day", lambda test: test.update(given={"time": "10:30"})),
    ("a level that does not exist", lambda test: test.update(given={"customer": {"level": "boss"}})),
    ("two changes at once", lambda test: test["cases"][0]["play"].append({"change": {"a": "b", "c": "d"}})),
    ("a request that expects an unknown thing", lambda test: test["cases"][0]["play"].append({"request": {"tries": 1}})),
)


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=Loader)


def main(schema_path, *paths):
    with open(schema_path, encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    wrong = []
    for path in paths:
        test = read(path)
        wrong += [f"{path}: {'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(test)]
        for name, slip in SLIPS:
            broken = copy.deepcopy(test)
            slip(broken)
            if validator.is_valid(broken):
                wrong.append(f"{path}: {name} is not noticed")
    print("\n".join(wrong) or f"{len(paths)} test files fit")
    return 1 if wrong or not paths else 0


sys.exit(main(*sys.argv[1:]))
