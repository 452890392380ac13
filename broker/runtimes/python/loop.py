"""The loop of a function in Python: polls the Runtime API, and calls the handler. Needs nothing but the standard library."""

import decimal
import http.client
import importlib
import json
import logging
import os
import re
import sys
import time
import traceback
import urllib.parse
import uuid

BASE = "/2018-06-01/runtime"
# From these on, Lambda writes results as UTF-8 and not as ASCII.
FIRST_UTF8_VERSION = (3, 12)
HEADER_CHARACTERS = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) != "%")


class Fault(Exception):
    """A failure that the service has a name for, such as `HandlerNotFound`."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.type = "Runtime." + kind
        self.trace = trace or []


class RuntimeApi:
    """The four calls of the Runtime API (docs/functions.md)."""

    def __init__(self, address):
        # Not the default of all sockets, which a function may set: an event may be a long time in coming.
        self.connection = http.client.HTTPConnection(address, timeout=None)

    def next(self):
        """Waits without limit. Ends the process when there will be no event."""
        try:
            response, body = self.call("GET", "/invocation/next")
        except OSError as error:
            sys.exit("The Runtime API does not answer: {}".format(error))
        if response.status != 200:
            sys.exit("The Runtime API gave no event (status {}): {!r}".format(response.status, body))
        return response.headers, body

    def respond(self, request_id, body, content_type):
        self.call("POST", self.path_of(request_id, "response"), body, {"Content-Type": content_type})

    def fail(self, request_id, error):
        headers = {"Content-Type": "application/json"}
        self.call("POST", self.path_of(request_id, "error"), write_error(error), headers)

    def fail_init(self, error):
        # A class may have a name of any letters; a header may not.
        error_type = urllib.parse.quote(error["errorType"], safe=HEADER_CHARACTERS, errors="replace")
        headers = {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": error_type}
        self.call("POST", "/init/error", write_error(error), headers)

    @staticmethod
    def path_of(request_id, end):
        return "/invocation/{}/{}".format(urllib.parse.quote(request_id, safe=""), end)

    def call(self, method, path, body=None, headers=None):
        """What the Runtime API says to a result, such as that it is too large, is for the caller of the function to know."""
        is_reused = self.connection.sock is not None
        try:
            return self.call_once(method, path, body, headers)
        except (ConnectionError, http.client.RemoteDisconnected):
            # The server closes a connection that was idle for long.
            self.connection.close()
            if not is_reused:
                raise
            return self.call_once(method, path, body, headers)

    def call_once(self, method, path, body, headers):
        self.connection.request(method, BASE + path, body, headers or {})
        response = self.connection.getresponse()
        return response, response.read()


class Identity:
    """Of Amazon Cognito, which is not here."""

    cognito_identity_id = None
    cognito_identity_pool_id = None


class Fields:
    """What JSON says, as attributes; those that it does not say are None."""

    def __init__(self, names, values):
        for name in names:
            setattr(self, name, values.get(name))


CLIENT_NAMES = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]


class LambdaContext:
    """What a handler knows of its invocation."""

    def __init__(self, headers):
        read = headers.get
        self.aws_request_id = read("Lambda-Runtime-Aws-Request-Id")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = read("Lambda-Runtime-Invoked-Function-Arn")
        self.tenant_id = None
        self.identity = Identity()
        self.client_context = read_client_context(read("Lambda-Runtime-Client-Context"))
        self._deadline_ms = int(read("Lambda-Runtime-Deadline-Ms", "0"))

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    @staticmethod
    def log(message):
        sys.stdout.write(str(message))


def read_client_context(text):
    if not text:
        return None
    try:
        context = Fields(["custom", "env", "client"], json.loads(text))
        if context.client is not None:
            context.client = Fields(CLIENT_NAMES, context.client)
        return context
    except (AttributeError, ValueError) as error:
        raise Fault("LambdaContextUnmarshalError", "Unable to parse Client Context JSON: {}".format(error))


def load_handler(name):
    module_name, dot, function_name = name.rpartition(".")
    if dot == "":
        message = "not enough values to unpack (expected 2, got 1)"
        raise Fault("MalformedHandlerName", "Bad handler '{}': {}".format(name, message))
    if module_name.split(".")[0] in sys.builtin_module_names:
        message = "Cannot use built-in module {} as a handler module".format(module_name)
        raise Fault("BuiltInModuleConflict", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", "Unable to import module '{}': {}".format(module_name, error))
    except SyntaxError as error:
        trace = ['  File "{}" Line {}\n    {}'.format(error.filename, error.lineno, error.text)]
        raise Fault("UserCodeSyntaxError", "Syntax error in module '{}': {}".format(module_name, error), trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        message = "Handler '{}' missing on module '{}'".format(function_name, module_name)
        raise Fault("HandlerNotFound", message)


def write_json(value):
    """Writes numbers of the type Decimal as they are, as Lambda does; the module json cannot."""
    mark = uuid.uuid4().hex
    is_marked = False

    def write_other(other):
        nonlocal is_marked
        if not isinstance(other, decimal.Decimal):
            raise TypeError("Object of type {} is not JSON serializable".format(type(other).__name__))
        is_marked = True
        return mark + ("NaN" if other.is_nan() else str(other))

    text = json.dumps(value, default=write_other, ensure_ascii=not WRITES_UTF8)
    return re.sub('"{}([^"]*)"'.format(mark), r"\1", text) if is_marked else text


def write_error(error):
    """In JSON, the escape of half a character, such as that of a file name that is no UTF-8, is what this writes."""
    return write_json(error).encode(errors="backslashreplace")


def read_event(body, content_type):
    if content_type != "application/json":
        return body
    try:
        return json.loads(body)
    except ValueError as error:
        raise Fault("UnmarshalError", "Unable to unmarshal input: {}".format(error))


def write_result(result):
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return write_json(result).encode(), "application/json"
    except Exception as error:
        raise Fault("MarshalError", "Unable to marshal response: {}".format(error))


def describe_error(error, request_id=""):
    """What an invoker sees of a failure; frames of this file say nothing to a user."""
    if isinstance(error, Fault):
        return describe(error.type, str(error), error.trace, request_id)
    frames = [each for each in traceback.extract_tb(error.__traceback__) if not is_own(each)]
    return describe(type(error).__name__, text_of(error), traceback.format_list(frames), request_id)


def text_of(error):
    """As Python itself shows an exception whose text is another one."""
    try:
        return str(error)
    except Exception:
        return "<exception str() failed>"


def describe(error_type, message, trace, request_id):
    return {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": trace}


def is_own(frame):
    return frame.filename == __file__ or frame.filename.startswith("<frozen importlib")


def log_error(error):
    """A function may have closed or replaced its output: the error is reported all the same."""
    lines = "".join(error["stackTrace"])
    try:
        print("[ERROR] {}: {}".format(error["errorType"], error["errorMessage"]), file=sys.stdout)
        if lines:
            print("Traceback (most recent call last):\n" + lines.rstrip("\n"), file=sys.stdout)
    except Exception:
        pass


class RequestIdFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = self.request_id
        return True


def set_up_output(request_ids):
    """Lambda gives the root logger a handler: without it, lines of the level INFO would be lost, and with it, basicConfig does nothing."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    layout = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
    handler = logging.StreamHandler(sys.stdout)
    formatter = logging.Formatter(layout, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(request_ids)
    logging.getLogger().addHandler(handler)


def invoke(api, handler, headers, body):
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        context = LambdaContext(headers)
        event = read_event(body, headers.get("Content-Type"))
        result, content_type = write_result(handler(event, context))
    except Exception as error:
        description = describe_error(error, request_id)
        log_error(description)
        api.fail(request_id, description)
        return
    api.respond(request_id, result, content_type)


def run():
    task_root = os.environ.get("LAMBDA_TASK_ROOT", os.getcwd())
    # In place of the folder of this file.
    sys.path[0] = task_root
    request_ids = RequestIdFilter()
    set_up_output(request_ids)
    address = os.environ.get("AWS_LAMBDA_RUNTIME_API")
    if not address:
        sys.exit("AWS_LAMBDA_RUNTIME_API is not set: this program is started by queueside function run.")
    api = RuntimeApi(address)
    try:
        handler = load_handler(os.environ.get("_HANDLER", ""))
    except Exception as error:
        description = describe_error(error)
        log_error(description)
        api.fail_init(description)
        sys.exit(1)
    while True:
        headers, body = api.next()
        request_ids.request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        trace_id = headers.get("Lambda-Runtime-Trace-Id")
        if trace_id is None:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        else:
            os.environ["_X_AMZN_TRACE_ID"] = trace_id
        invoke(api, handler, headers, body)


def find_version():
    """Of the runtime that the function has on Lambda; if that is not said, the version that runs it."""
    declared = re.match(r"AWS_Lambda_python(\d+)\.(\d+)", os.environ.get("AWS_EXECUTION_ENV", ""))
    return tuple(int(part) for part in declared.groups()) if declared else sys.version_info[:2]


WRITES_UTF8 = find_version() >= FIRST_UTF8_VERSION

if __name__ == "__main__":
    run()
