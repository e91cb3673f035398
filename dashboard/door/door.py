"""Who is let through. Every route is closed unless this module opens it.

A request comes with a session of `graph/access/sign_in.py` in a signed cookie, or it is led to the
sign-in page; with a session it must have said its purpose; and the role must have the right that
the route asks for. Another system comes by a token instead, and to the API alone
(dashboard/door/systems.py). `secure` of dashboard/security.py looks at the Host and Origin headers
first.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect, generate_csrf

from dashboard.door.provider import Provider
from dashboard.door.slowing import Slowing
from dashboard.door.systems import BLUEPRINT, Purposes, Systems, viewer_of
from dashboard.problem import is_for_systems
from dashboard.security import LOOPBACK, is_file
from graph.access.accounts import Account, Accounts
from graph.access.audit import Audit
from graph.access.roles import OWNER, may
from graph.access.sign_in import Sessions
from graph.access.viewer import LEVELS, Viewer, task
from graph.errors import AccessError, InputError

OPEN = frozenset({"door.sign_in", "door.once", "door.provider", "door.provider_back"})
"""What answers somebody who is not signed in."""
IN = frozenset({"door.purpose", "door.sign_out"})
"""What answers whoever is, whatever their role and before they said a purpose."""
CALLBACK = "/_dash-update-component"
"""The endpoint of Dash that every callback comes to."""
YEAR = 31_536_000
"""Seconds for which a browser remembers that this name is served with TLS."""
NOBODY = Viewer("nobody", "none", "not signed in")


class Door:
    """Sign-in for one dashboard. `guard` puts it before an app; `viewer` says who asks."""

    def __init__(
        self,
        accounts: Accounts,
        audit: Audit,
        purposes: Purposes,
        *,
        tls: bool = False,
        provider: Provider | None = None,
    ) -> None:
        self._accounts = accounts
        self._sessions = Sessions(accounts)
        self._audit = audit
        self._purposes = purposes
        self._tls = tls
        self._provider = provider
        self._slow = Slowing()
        self._systems = Systems(accounts, audit, purposes, self._slow)

    def guard(self, server: Flask) -> None:
        """Close every route of the app, and open those of the door."""
        server.config.update(
            SECRET_KEY=self._accounts.secret("cookies"),
            SESSION_COOKIE_NAME="__Host-throughline" if self._tls else "throughline",
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SECURE=self._tls,
            # Lax, not Strict: an identity provider sends people back from its own site.
            SESSION_COOKIE_SAMESITE="Lax",
            WTF_CSRF_TIME_LIMIT=None,
            # It would ask for a Referer, which our pages do not send; the Origin is looked at.
            WTF_CSRF_SSL_STRICT=False,
        )
        server.before_request(self._admit)
        server.after_request(self._hand_token)
        server.after_request(self._keep_to_tls)
        # Another system sends its token itself; no browser brings one along.
        CSRFProtect(server).exempt(server.blueprints[BLUEPRINT])
        if self._provider:
            self._provider.register(server)
        server.register_blueprint(self._pages())

    def viewer(self, _: object = None) -> Viewer:
        """Who sent the request that is being answered; nobody, who may nothing, outside of one."""
        viewer: Viewer = g.get("viewer", NOBODY)
        return viewer

    def owner_link(self, system: str) -> str:
        """A path that lets in, once, whoever owns a folder that has no accounts."""
        return f"/sign-in/once/{self._sessions.link(Account(system, OWNER, 3, system=system))}"

    def _admit(self) -> ResponseReturnValue | None:
        if is_for_systems(request.path):
            return self._systems.admit()
        if request.endpoint in OPEN:
            return None
        token = session.get("token", "")
        signed = self._sessions.signed_in(token) if token else None
        if signed is None:
            session.clear()
            return self._elsewhere("door.sign_in")
        g.token, g.signed = token, signed
        purpose = task(signed.purpose or "no purpose said yet", signed.reference)
        g.viewer = viewer_of(signed.account, purpose)
        if request.endpoint in IN:
            return None
        if not _admits(signed.account.role):
            self._audit.refuse(g.viewer, "page", path=request.path[:200])
            return render_template("closed.html", account=signed.account), 403
        # The program's own files hold no data: a browser fetches them while somebody chooses.
        if not signed.purpose and not is_file():
            return self._elsewhere("door.purpose")
        return None

    @staticmethod
    def _elsewhere(endpoint: str) -> ResponseReturnValue:
        """Lead a person to a page of the door; answer a program with 401."""
        if request.method != "GET" or "text/html" not in request.headers.get("Accept", ""):
            abort(401)
        onward = request.full_path.rstrip("?") if request.path != "/" else None
        return redirect(url_for(endpoint, next=onward), 303)

    def _hand_token(self, response: Response) -> Response:
        """Dash sends this cookie back as a header with each request that may write.

        A file is the same for everybody: a browser that has it asks no more, whatever its cookies.
        """
        if is_file():
            session.accessed = False  # else it would be said to vary with them
        elif "signed" in g:
            response.set_cookie(
                "_csrf_token", generate_csrf(), secure=self._tls, samesite="Strict", path="/"
            )
        return response

    def _keep_to_tls(self, response: Response) -> Response:
        """A browser that came by TLS comes by nothing else; loopback's names are others' too."""
        if self._tls and request.host.rpartition(":")[0] not in LOOPBACK | {"[::1]"}:
            response.headers["Strict-Transport-Security"] = f"max-age={YEAR}"
        return response

    def _pages(self) -> Blueprint:
        pages = Blueprint("door", __name__, template_folder="templates")
        pages.add_url_rule("/sign-in", "sign_in", self._sign_in, methods=["GET", "POST"])
        pages.add_url_rule("/sign-in/once/<token>", "once", self._once, methods=["GET", "POST"])
        pages.add_url_rule("/sign-in/provider", "provider", self._to_provider, methods=["POST"])
        pages.add_url_rule("/sign-in/provider/back", "provider_back", self._from_provider)
        pages.add_url_rule("/sign-out", "sign_out", self._sign_out, methods=["POST"])
        pages.add_url_rule("/purpose", "purpose", self._purpose, methods=["GET", "POST"])
        return pages

    # Coming in

    def _sign_in(self) -> ResponseReturnValue:
        if request.method == "GET":
            return self._form()
        name = request.form.get("name", "")[:100]
        self._slow_down()
        try:
            account = self._accounts.verified(name, request.form.get("password", ""))
        except AccessError as error:
            known = self._accounts.find(name)
            # What was typed may be a password in the wrong box: only a name that exists is kept.
            self._turned_away(known.name if known else "an unknown name", "password")
            return self._form(str(error)), 403
        return self._begin(self._sessions.begin(account), account.name, account.role, "password")

    def _form(self, error: str = "") -> str:
        return render_template(
            "sign_in.html",
            error=error,
            onward=_onward(),
            accounts=self._accounts.exist(),
            provider=self._provider.title if self._provider else None,
        )

    def _once(self, token: str) -> ResponseReturnValue:
        """A link's page asks for a click: what looks at links ahead of people uses none up."""
        if request.method == "GET":
            return render_template("once.html", error="")
        self._slow_down()
        try:
            opened = self._sessions.use_link(token)
        except AccessError as error:
            self._turned_away("an unknown name", "link")
            return render_template("once.html", error=str(error)), 403
        signed = self._sessions.signed_in(opened)
        if signed is None:
            abort(401)
        return self._begin(opened, signed.account.name, signed.account.role, "link")

    def _to_provider(self) -> ResponseReturnValue:
        if self._provider is None:
            abort(404)
        self._slow_down()
        session["onward"] = _onward()
        onward = self._provider.leave(url_for("door.provider_back", _external=True))
        if onward is None:
            words = "The identity provider does not answer: try again in a while."
            return self._form(words), 503
        return onward

    def _from_provider(self) -> ResponseReturnValue:
        if self._provider is None:
            abort(404)
        subject = self._provider.subject()
        account = self._accounts.of_subject(subject) if subject else None
        if account is None:
            self._turned_away("an unknown name", "provider")
            return self._form("The identity provider names nobody who has an account here."), 403
        onward = session.get("onward", "/")
        opened = self._sessions.begin(account)
        return self._begin(opened, account.name, account.role, "provider", onward)

    def _begin(
        self, token: str, name: str, role: str, by: str, onward: str | None = None
    ) -> ResponseReturnValue:
        self._audit.write(Viewer(name, role, "signing in"), "sign-in", {"by": by})
        onward = onward or _onward()
        if before := session.get("token"):
            self._sessions.sign_out(before)  # whoever has its cookie comes in no more
        session.clear()  # what stood in it before was somebody else's, or planted
        session["token"] = token
        return redirect(url_for("door.purpose", next=onward), 303)

    def _turned_away(self, name: str, by: str) -> None:
        self._slow.failed(request.remote_addr or "")
        self._audit.refuse(Viewer(name, "none", "signing in"), "sign-in", by=by)

    def _slow_down(self) -> None:
        wait = self._slow.wait(request.remote_addr or "")
        if wait > 0:
            answer = make_response(
                render_template("closed.html", account=None, seconds=int(wait) + 1), 429
            )
            answer.headers["Retry-After"] = str(int(wait) + 1)
            abort(answer)

    def _sign_out(self) -> ResponseReturnValue:
        everywhere = request.form.get("everywhere") == "yes"
        viewer = g.viewer
        self._audit.write(viewer, "sign-in", {"out": "everywhere" if everywhere else "here"})
        if everywhere:
            self._sessions.sign_out_everywhere(g.signed.account.name)
        self._sessions.sign_out(g.token)
        session.clear()
        return redirect(url_for("door.sign_in"), 303)

    def _purpose(self) -> ResponseReturnValue:
        purposes = self._purposes()
        titles = {row["code"]: row["title"] for row in purposes}
        error = ""
        if request.method == "POST":
            chosen = titles.get(request.form.get("purpose", ""))
            try:
                reference = request.form.get("reference", "")
                self._sessions.at_work(g.token, chosen or "", reference)
            except InputError as wrong:
                error = str(wrong)
            else:
                return redirect(_onward(), 303)
        return render_template(
            "purpose.html",
            error=error,
            purposes=purposes,
            signed=g.signed,
            level=LEVELS[g.signed.account.clearance],
            owner=g.signed.account.role == OWNER,
            onward=_onward(),
            files=current_app.config["FILES"]() if _admits(g.signed.account.role) else (),
        )


def _admits(role: str) -> bool:
    """Whether a role may open any page; of a callback, whether it has the right of its page."""
    rights = current_app.config["CALLBACK_RIGHTS"]
    asked = request.get_json(silent=True) if request.endpoint == CALLBACK else None
    right = rights.get(asked.get("output")) if isinstance(asked, dict) else None
    if right is not None:
        return may(role, right)
    return any(may(role, right) for right in current_app.config["PAGE_RIGHTS"])


def _onward() -> str:
    """Where somebody was going: a path of this site and nothing else."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    own = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if own and not parts.scheme and not parts.netloc and wanted.isprintable() else "/"
