"""flow_schema.py SCHEMA FLOW...: every flow fits the schema that editors use, and a broken one does not."""

import copy
import re
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.2 as the compiler reads it: only true and false are booleans, so `yes:` stays a word."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?[0-9]+", "-0123456789"),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def first_with(flow, member):
    return next(step for step in flow["steps"] if member in step)


# What is done to a flow, and the name of what that breaks. Each is one slip of an author.
SLIPS = (
    ("a title in one language only", lambda flow: flow["title"].pop("en")),
    ("a member that does not exist", lambda flow: flow.update(titel="x")),
    ("a step that is nothing", lambda flow: flow["steps"].append({"id": "nothing"})),
    ("a step that is two things", lambda flow: first_with(flow, "ask").update(tell={"ko": "a", "en": "b"})),
    ("one choice only", lambda flow: first_with(flow, "ask").update(choices=first_with(flow, "ask")["choices"][:1])),
    ("an id with capitals", lambda flow: flow["steps"][0].update(id="Step")),
    ("an end that is no end", lambda flow: first_with(flow, "end").update(end="finished")),
    ("no steps", lambda flow: flow.update(steps=[])),
)


def main(schema_path, *flow_paths):
    with open(schema_path, encoding="utf-8") as file:
        schema = yaml.load(file, Loader)  # JSON is YAML
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    faults = [] if flow_paths else ["no flows"]
    for path in flow_paths:
        with open(path, encoding="utf-8") as file:
            flow = yaml.load(file, Loader)
        for error in validator.iter_errors(flow):
            faults.append(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
        if not any("ask" in step for step in flow["steps"]) or not any("end" in step for step in flow["steps"]):
            continue
        for name, slip in SLIPS:
            broken = copy.deepcopy(flow)
            slip(broken)
            if validator.is_valid(broken):
                faults.append(f"{path}: {name} goes through")
    print("\n".join(faults) or f"{len(flow_paths)} flows fit, and none does with a slip")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
