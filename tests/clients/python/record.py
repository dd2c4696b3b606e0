"""What a scenario did and what came of it, one JSON line a step, for the test that started it."""

import json


def plain(value):
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, dict):
        return {name: plain(field) for name, field in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(element) for element in value]
    return value


def step(name, action):
    """The result of the action, or the kind of exception that it ended with, goes into the record."""
    try:
        result = plain(action())
    except Exception as error:  # whatever the client makes of an answer is a result
        result = {"raised": type(error).__name__, **status_of(error)}
    print(json.dumps({"step": name, "result": result}), flush=True)


def status_of(error):
    """Of a gRPC error; other exceptions have their meaning in their type."""
    if not callable(getattr(error, "code", None)):
        return {}
    return {"code": str(error.code()), "details": error.details()}
