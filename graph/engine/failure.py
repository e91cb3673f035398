"""What the driver raises, as one sentence, without the engine's own where that could hold data."""

from __future__ import annotations

from neo4j import exceptions

from graph.engine.protocol import Engine
from graph.errors import EngineError, QueryError, RefusedError

LOST = (exceptions.ServiceUnavailable, exceptions.SessionExpired)
_ENDED = ("Neo.ClientError.Transaction.Terminated", "Neo.ClientError.Transaction.TransactionTimed")


def told(error: Exception, engine: Engine, file: str | None, seconds: float) -> Exception:
    """What to raise in the place of an error at a query of this file, which may take so long."""
    where = f"{file}: " if file else ""
    if refusal := engine.refusal(error):
        return EngineError(refusal)
    if isinstance(error, exceptions.AuthError):
        return EngineError(engine.no_login)
    if isinstance(error, (*LOST, exceptions.ConnectionAcquisitionTimeoutError)):
        return EngineError(engine.no_answer)
    code = getattr(error, "code", None) or type(error).__name__
    if code.startswith(_ENDED):
        return too_long(file, seconds)
    if isinstance(error, exceptions.CypherSyntaxError):
        message = " ".join(str(getattr(error, "message", "")).split())
        return QueryError(f"{where}the engine cannot read the query: {message}")
    if isinstance(error, exceptions.DriverError):
        return EngineError(f"{where}the connection to the engine failed ({code}): try again")
    kind = EngineError if _comes_and_goes(error, code) else RefusedError
    return kind(f"{where}the engine refused the query ({code}): mend the query or data")


def _comes_and_goes(error: Exception, code: str) -> bool:
    """Whether what an engine refuses is the engine's state, which every question would meet."""
    retryable = isinstance(error, exceptions.Neo4jError) and error.is_retryable()
    return retryable and "OutOfMemory" not in code


def too_long(file: str | None, seconds: float) -> EngineError:
    """What to raise where the engine was given up, or ended what it was asked."""
    where = f"{file}: " if file else ""
    return EngineError(
        f"{where}this takes the engine more than {seconds:.0f} s and was ended: ask for less of the"
        " graph at once, or see whether the engine is well"
    )
