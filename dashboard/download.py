"""Files that leave by a link: routes beside the pages, as the browser keeps them like any other."""

from __future__ import annotations

from collections.abc import Callable

from dash import Dash
from flask import Response, request

from dashboard.routes import Asked
from graph.errors import AccessError, BusyError, InputError
from graph.export.files import File


def add_download(app: Dash, path: str, name: str, make: Callable[[Asked], File | None]) -> None:
    """Answer `path` with what `make` makes of what is asked; `name` is the endpoint's.

    The session that `make` takes asks for the right, and audits before the file is made. None is
    answered as what is not there.
    """

    def answer() -> Response:
        asked = Asked(name, {}, {key: (value,) for key, value in request.args.items()})
        try:
            file = make(asked)
        except AccessError as error:
            return _refused(str(error), 403)
        except (BusyError, InputError) as error:
            return _refused(str(error), 400)
        if file is None:
            return _refused("There is nothing here that you may see: open the page anew.", 404)
        named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return Response(file.content, 200, named, mimetype=file.media)

    app.server.add_url_rule(path, name, answer)


def _refused(why: str, status: int) -> Response:
    return Response(why, status, mimetype="text/plain")
