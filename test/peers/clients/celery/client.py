"""A Celery worker and its tasks: on a queue that kombu makes, then on one that exists. Exit code 0: everything held."""
import os
import pathlib
import subprocess
import sys
import tempfile

import boto3
import celery
import kombu

RESULT_TIMEOUT_S = 60
FOLDER = pathlib.Path(__file__).parent
results = tempfile.mkdtemp(prefix='queueside-celery-')
environment = {**os.environ, 'CLIENT_RESULTS': results}

def step(name):
    print('held:', name, flush=True)


def run_python(code, **more):
    subprocess.run([sys.executable, '-c', code], check=True, env={**environment, **more}, cwd=FOLDER)


def work(**more):
    """Starts a worker."""
    return subprocess.Popen(
        [sys.executable, '-m', 'celery', '-A', 'tasks', 'worker', '--pool', 'solo', '--loglevel', 'ERROR',
         '--without-gossip', '--without-mingle', '--without-heartbeat'],
        env={**environment, **more}, cwd=FOLDER)


def check(**more):
    worker = work(**more)
    try:
        # The program waits for the result, so the worker takes the message from the queue meanwhile.
        run_python(f"""
import tasks
# What the task gets is half the message: kombu encodes it in base64 twice.
for size in (1_024, 200_000, 500_000):
    body = 'é€' + '0123456789' * (size // 10)
    assert tasks.echo.delay(body).get(timeout={RESULT_TIMEOUT_S}) == body
assert [r.get(timeout={RESULT_TIMEOUT_S}) for r in [tasks.echo.delay(n) for n in range(20)]] == list(range(20))
assert tasks.fail_twice.delay().get(timeout={RESULT_TIMEOUT_S}) == 2
assert tasks.echo.apply_async(('late',), countdown=1).get(timeout={RESULT_TIMEOUT_S}) == 'late'
""", **more)
    finally:
        worker.terminate()
        worker.wait()


def expect_empty(name):
    url = sqs.get_queue_url(QueueName=name)['QueueUrl']
    names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible']
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)['Attributes']
    assert set(counts.values()) == {'0'}, counts


print(f'Celery {celery.__version__}, kombu {kombu.__version__}')
sqs = boto3.client('sqs')
prefix = os.environ['CLIENT_PREFIX']
check()
expect_empty(f'{prefix}-made')
step('queue made by kombu')
check(CLIENT_URL=sqs.create_queue(QueueName=f'{prefix}-known')['QueueUrl'])
expect_empty(f'{prefix}-known')
step('predefined queue')
