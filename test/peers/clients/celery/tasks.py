"""A Celery application over kombu's SQS transport; client.py starts its worker."""
import os

from celery import Celery
from kombu.asynchronous.aws import connection
from kombu import Queue

PREFIX = os.environ['CLIENT_PREFIX']
secure = os.environ['AWS_ENDPOINT_URL_SQS'].startswith('https:')
host = os.environ['AWS_ENDPOINT_URL_SQS'].split('//')[1]

if 'AWS_CA_BUNDLE' in os.environ:
    # The worker polls by curl and looks for authorities in botocore's package alone.
    connection.get_cert_path = lambda verify: os.environ['AWS_CA_BUNDLE']

app = Celery('client', broker=f"sqs://{os.environ['AWS_ACCESS_KEY_ID']}:{os.environ['AWS_SECRET_ACCESS_KEY']}@{host}")
app.conf.result_backend = 'file://' + os.environ['CLIENT_RESULTS']
app.conf.task_default_queue = f'{PREFIX}-made'
app.conf.worker_enable_remote_control = False
app.conf.broker_connection_retry_on_startup = True
app.conf.broker_transport_options = {'region': os.environ['AWS_REGION'], 'is_secure': secure, 'wait_time_seconds': 5}
if 'CLIENT_URL' in os.environ:
    app.conf.task_default_queue = 'known'
    app.conf.task_queues = [Queue('known')]
    app.conf.broker_transport_options['predefined_queues'] = {'known': {
        'url': os.environ['CLIENT_URL'],
        'access_key_id': os.environ['AWS_ACCESS_KEY_ID'],
        'secret_access_key': os.environ['AWS_SECRET_ACCESS_KEY'],
        'region': os.environ['AWS_REGION'],
    }}


@app.task
def echo(value):
    return value


@app.task(bind=True, max_retries=3)
def fail_twice(self):
    if self.request.retries < 2:
        raise self.retry(countdown=0)
    return self.request.retries
