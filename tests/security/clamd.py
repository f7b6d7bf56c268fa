"""A daemon that speaks clamd's INSTREAM on a loopback port. It finds the EICAR test string, or behaves as told."""

import contextlib
import socketserver
import struct
import threading
import time

# The test string that every scanner knows, put together here so that no scanner stops this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    def __init__(self, manner="honest"):
        self.manner = manner
        self.received: list[bytes] = []
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                outer.talk(self.request)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"tcp://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def talk(self, connection):
        assert exactly(connection, 10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!I", exactly(connection, 4))[0]:
            if self.manner == "cut while sending":
                return
            data += exactly(connection, size)
        self.received.append(data)
        if self.manner == "silent":
            time.sleep(3)
            return
        answer = {
            "too small": b"INSTREAM size limit exceeded. ERROR\0",
            "cut": b"stream: O",
        }.get(self.manner) or (b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0")
        with contextlib.suppress(OSError):
            connection.sendall(answer)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def exactly(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise ConnectionError
        data += piece
    return data
