"""The command `bulk`: an archive as files that a Neo4j server imports."""

from __future__ import annotations

import json as jsonlib
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from graph.changes.opening import open_store
from graph.commands.options import JsonOption, NewDataOption, work_here
from graph.errors import InputError
from graph.settings import Settings
from ingest.commands.check_feed import find_mapping
from ingest.commands.ingest import ExtractedOption, MappingOption, day_of
from ingest.commands.progress import shown
from ingest.delivery.feed import mapping_of
from ingest.delivery.load import ahead_of, load
from ingest.delivery.remote import at_hand


def register(app: typer.Typer) -> None:
    """Add this room's command."""
    app.command("bulk")(bulk_command)


def bulk_command(
    paths: Annotated[
        list[str],
        typer.Argument(help="Files, folders of related files, or addresses such as s3://…"),
    ],
    neo4j_import: Annotated[
        Path, typer.Option(help="The new folder for the files that neo4j-admin imports.")
    ],
    mapping: MappingOption = None,
    extracted: ExtractedOption = None,
    data: NewDataOption = None,
    json: JsonOption = False,
) -> None:
    """Write deliveries, with who is who in them, as files for an empty Neo4j server to import.

    The server's graph stays empty until its importer has run.
    """
    from graph.derive.import_files import COMMAND, new_folder
    from graph.keeping.elements import is_empty
    from ingest.night.first_load import FirstLoad

    settings, day = Settings.load(data), day_of(extracted)
    if settings.embedded:
        raise InputError(
            "import files are for a Neo4j server: name it in NEO4J_URI; into the embedded engine"
            " throughline ingest writes a first load at once"
        )
    chosen = find_mapping(mapping) if mapping else None
    with open_store(settings) as store, shown(quiet=json) as show, ExitStack() as held:
        session = work_here(store, "writing an archive for a server")
        places = [held.enter_context(at_hand(path, settings.data / "work")) for path in paths]
        coming = [(chosen or mapping_of(path), path, day) for path in places]
        with session.holding():
            if not is_empty(store):
                raise InputError(
                    "the graph at NEO4J_URI holds something: import files are for an empty one,"
                    " which NEO4J_DATABASE may name"
                )
            folder = new_folder(neo4j_import)
            session.record("disclosure", asked="bulk", folder=folder.name)
            with (
                FirstLoad(session, show, files=folder) as writer,
                ahead_of(writer, session, coming) as ahead,
            ):
                for by, path, _ in coming:
                    progress = partial(show, "rows")
                    load(writer, session, by, path, day, progress, reader=ahead.read)
    command = COMMAND.format(database=settings.neo4j_database or "neo4j")
    if json:
        typer.echo(jsonlib.dumps({"elements": writer.elements, "command": command}))
        return
    typer.echo(_NEXT.format(folder=neo4j_import, elements=writer.elements, command=command))


_NEXT = """\
{folder} holds {elements:,} nodes and links. To load them:
1. Move the folder to the server's machine, and stop the database: neo4j stop.
2. Inside the folder, as the user who runs the server: {command}
3. Start the server: neo4j start. The next command, such as throughline night, makes constraints and
   indexes; the graph belongs to this data folder already. Run no other command before.
4. Delete the folder: it holds all that was delivered."""
