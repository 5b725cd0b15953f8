"""A minimal service to be measured beside ours: takes one sheet of answers and stores it durably, nothing else.

No sign-in, no access check, no score, no log. SQLite in WAL mode with a sync at every commit, as ours has.
"""

import json
import socket
import sqlite3
import sys
import uuid

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, Field

ITEMS = 28


class Sheet(BaseModel):
    measure: uuid.UUID
    answers: dict[str, int] = Field(min_length=ITEMS, max_length=ITEMS)


app = FastAPI()
database = sqlite3.connect(sys.argv[1], isolation_level=None, check_same_thread=False)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
database.execute("CREATE TABLE IF NOT EXISTS sheets (id TEXT PRIMARY KEY, measure TEXT NOT NULL, answers TEXT NOT NULL)")


@app.post("/sheets", status_code=201)
async def store(sheet: Sheet):
    # One statement outside a transaction commits by itself, and returns after the sync.
    row = (str(uuid.uuid4()), str(sheet.measure), json.dumps(sheet.answers))
    database.execute("INSERT INTO sheets VALUES (?, ?, ?)", row)
    return {"id": row[0]}


if __name__ == "__main__":
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    print(f"The peer is running on http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listening])
