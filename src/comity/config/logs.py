"""Logs name no contents: no query strings, no values of rows, no names of people."""

from __future__ import annotations

import logging


class NoContents(logging.Filter):
    """Strips query strings from request lines, and exception values that could quote a row."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.request") and record.args:
            record.args = tuple(
                argument.split("?", 1)[0] if isinstance(argument, str) else argument
                for argument in record.args
            )
        if record.exc_info and record.exc_info[1] is not None:
            kind = type(record.exc_info[1])
            trace = record.exc_info[2]
            places = []
            while trace is not None:
                places.append(f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}")
                trace = trace.tb_next
            record.msg = f"{record.getMessage()} [{kind.__name__} in {' > '.join(places[-6:])}]"
            record.args = ()
            record.exc_info = None
            record.exc_text = None
        return True
