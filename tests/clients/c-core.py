"""A gRPC client on C-core (Debian's python3-grpcio) that does as it is told.

Reads one JSON command a line, answers one JSON line each. Messages are raw bytes in base64, so no
generated code is needed; the test that starts this knows what they mean.
"""

import base64
import json
import queue
import sys

import grpc

COMPRESSION = {None: None, "gzip": grpc.Compression.Gzip}


def raw(message):
    return message


def encode(message):
    return base64.b64encode(message).decode()


def failure(error):
    return {"code": error.code().value[0], "details": error.details()}


def metadata_of(command):
    return [(name, value) for name, value in command.get("metadata", {}).items()]


class Session:
    def __init__(self, target, ca):
        options = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
        if ca is None:
            self.channel = grpc.insecure_channel(target, options=options)
        else:
            with open(ca, "rb") as file:
                security = grpc.ssl_channel_credentials(file.read())
            self.channel = grpc.secure_channel(target, security, options=options)
        self.streams = {}

    def unary(self, command):
        """`times` calls at once; all must be answered alike or the answers are listed."""
        method = self.channel.unary_unary(command["path"], raw, raw)
        calls = [
            method.future(
                base64.b64decode(command["request"]),
                timeout=command.get("timeoutSeconds"),
                metadata=metadata_of(command),
                compression=COMPRESSION[command.get("compression")],
            )
            for _ in range(command.get("times", 1))
        ]
        answers = []
        for call in calls:
            try:
                answers.append({"code": 0, "message": encode(call.result())})
            except grpc.RpcError as error:
                answers.append(failure(error))
        return {"answers": answers}

    def open(self, command):
        requests = queue.Queue()
        method = self.channel.stream_stream(command["path"], raw, raw)
        call = method(
            iter(requests.get, None),
            timeout=command.get("timeoutSeconds"),
            metadata=metadata_of(command),
        )
        self.streams[command["stream"]] = (requests, call)
        return {}

    def send(self, command):
        self.streams[command["stream"]][0].put(base64.b64decode(command["message"]))
        return {}

    def receive(self, command):
        try:
            return {"code": 0, "message": encode(next(self.streams[command["stream"]][1]))}
        except StopIteration:
            return {"code": 0}
        except grpc.RpcError as error:
            return failure(error)

    def end(self, command):
        self.streams[command["stream"]][0].put(None)
        return {}

    def cancel(self, command):
        requests, call = self.streams[command["stream"]]
        call.cancel()
        requests.put(None)
        return {}


def main():
    session = Session(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
    for line in sys.stdin:
        command = json.loads(line)
        print(json.dumps(getattr(session, command["do"])(command)), flush=True)
    session.channel.close()


main()
