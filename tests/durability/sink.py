"""A mail server that remembers, for each letter it said yes to, in which sitting and when."""

import asyncio
import logging
import time
from dataclasses import dataclass
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from conftest import free_port

SLOWLY = 0.02  # seconds before it says yes, so that a kill falls now and then between its yes and our note


@dataclass(frozen=True)
class Taken:
    message_id: str
    sitting: int  # one connection of one worker
    at: float


class Sink:
    def __init__(self) -> None:
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self.taken: list[Taken] = []
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append(Taken(message["Message-ID"], session.peer[1], time.monotonic()))
        await asyncio.sleep(SLOWLY)
        return "250 OK"

    def copies(self) -> dict[str, list[Taken]]:
        by_id: dict[str, list[Taken]] = {}
        for each in self.taken:
            by_id.setdefault(each.message_id, []).append(each)
        return by_id

    def last_of_its_sitting(self, taken: Taken) -> bool:
        return [t for t in self.taken if t.sitting == taken.sitting][-1] is taken

    def stop(self) -> None:
        self.controller.stop()
