"""The scenario of README.md with the AWS CLI, which is a program of its own. Exit code 0: everything held."""
import base64
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

# The CLI beside this interpreter.
AWS = pathlib.Path(sys.executable).with_name('aws')
# Version 1 knows no variable for it.
COMMON = ['--endpoint-url', os.environ['AWS_ENDPOINT_URL_SQS'], '--output', 'json']
PREFIX = os.environ['CLIENT_PREFIX']
# Version 1 takes binary values as they are and prints them in base64.
ATTRIBUTES = {
    'bytes': {'DataType': 'Binary', 'BinaryValue': 'raw €'},
    'count': {'DataType': 'Number.int', 'StringValue': '42'},
    'text': {'DataType': 'String', 'StringValue': 'päper € 😀'},
}
RECEIVED = {**ATTRIBUTES, 'bytes': {'DataType': 'Binary', 'BinaryValue': base64.b64encode('raw €'.encode()).decode()}}
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix='queueside-cli-'))


def step(name):
    print('held:', name, flush=True)


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f'{str(actual)[:500]} is not {str(expected)[:500]}')


def start(command, *args, service='sqs'):
    return subprocess.Popen(
        [AWS, service, command, *COMMON, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8')


def end(process):
    out, error = process.communicate()
    if process.returncode != 0:
        raise AssertionError(error)
    return json.loads(out) if out else {}


def aws(command, *args):
    return end(start(command, *args))


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def create(name, **attributes):
    args = ['--attributes', json.dumps(attributes)] if attributes else []
    return aws('create-queue', '--queue-name', f'{PREFIX}-{name}', *args)['QueueUrl']


def receive(url, *options):
    names = ['--attribute-names', 'All', '--message-attribute-names', 'All']
    return aws('receive-message', '--queue-url', url, '--max-number-of-messages', '10', *names, *options).get('Messages', [])


def delete(url, *messages):
    entries = [{'Id': str(index), 'ReceiptHandle': m['ReceiptHandle']} for index, m in enumerate(messages)]
    return aws('delete-message-batch', '--queue-url', url, '--entries', json.dumps(entries))


def check_errors():
    process = start('get-queue-url', '--queue-name', f'{PREFIX}-nowhere')
    error = process.communicate()[1]
    equal(process.returncode != 0, True)
    equal('(AWS.SimpleQueueService.NonExistentQueue)' in error, True)


def check_attributes(url):
    body = 'naïve "body" <&> € 😀\n\ttabs'
    sent = aws('send-message', '--queue-url', url, '--message-body', body, '--message-attributes', json.dumps(ATTRIBUTES))
    equal(sent['MD5OfMessageBody'], md5(body))
    [message] = receive(url)
    equal((message['MessageId'], message['Body'], message['MD5OfBody']), (sent['MessageId'], body, md5(body)))
    equal(message['MessageAttributes'], RECEIVED)
    equal(message['MD5OfMessageAttributes'], sent['MD5OfMessageAttributes'])
    delete(url, message)


def check_bodies(url):
    for size in (1_024, 200_000, 1_048_000):
        body = ('0123456789 "é€"\n' * (size // 18 + 1)).encode()[:size].decode(errors='ignore')
        file = FOLDER / 'body'
        file.write_text(body, encoding='utf-8')
        sent = aws('send-message', '--queue-url', url, '--message-body', f'file://{file}')
        [message] = receive(url)
        equal((sent['MD5OfMessageBody'], message['MD5OfBody'], message['Body'] == body), (md5(body), md5(body), True))
        delete(url, message)


def check_batches(url):
    entries = [
        {'Id': 'first', 'MessageBody': 'one', 'MessageAttributes': ATTRIBUTES},
        {'Id': 'late', 'MessageBody': 'two', 'DelaySeconds': 901},
    ]
    sent = aws('send-message-batch', '--queue-url', url, '--entries', json.dumps(entries))
    equal([(e['Id'], e['MD5OfMessageBody']) for e in sent['Successful']], [('first', md5('one'))])
    equal([(e['Id'], e['SenderFault'], e['Code']) for e in sent['Failed']], [('late', True, 'InvalidParameterValue')])
    [message] = receive(url)
    equal(message['MessageAttributes'], RECEIVED)
    deleted = delete(url, message, {'ReceiptHandle': 'garbage'})
    equal([e['Id'] for e in deleted['Successful']], ['0'])
    equal([(e['Id'], e['SenderFault'], e['Code']) for e in deleted['Failed']], [('1', True, 'ReceiptHandleIsInvalid')])


def check_long_poll(url):
    """The message that wakes the poll is then given back."""
    started = time.monotonic()
    poll = start('receive-message', '--queue-url', url, '--wait-time-seconds', '20')
    # Nothing shows a client that its poll waits.
    time.sleep(2)
    equal(poll.poll(), None)
    aws('send-message', '--queue-url', url, '--message-body', 'woken')
    [message] = end(poll)['Messages']
    equal(message['Body'], 'woken')
    equal(time.monotonic() - started < 19, True)
    step('long poll')
    handle = message['ReceiptHandle']
    aws('change-message-visibility', '--queue-url', url, '--receipt-handle', handle, '--visibility-timeout', '0')
    [again] = receive(url)
    equal((again['MessageId'], again['Attributes']['ApproximateReceiveCount']), (message['MessageId'], '2'))
    delete(url, again)


def check_fifo(url):
    def send(body, group):
        return aws('send-message', '--queue-url', url, '--message-body', body, '--message-group-id', group)

    first = send('one', 'a')
    send('two', 'a')
    equal(send('one', 'a')['MessageId'], first['MessageId'])
    messages = receive(url)
    equal([m['Body'] for m in messages], ['one', 'two'])
    equal(messages[0]['Attributes']['SequenceNumber'], first['SequenceNumber'])
    delete(url, *messages)


def check_dead_letters():
    dead = create('dead')
    arn = aws('get-queue-attributes', '--queue-url', dead, '--attribute-names', 'All')['Attributes']['QueueArn']
    source = create('source', RedrivePolicy=json.dumps({'deadLetterTargetArn': arn, 'maxReceiveCount': 1}))
    sent = aws('send-message', '--queue-url', source, '--message-body', 'poison')
    equal(len(receive(source, '--visibility-timeout', '0')), 1)
    equal(receive(source), [])
    [message] = receive(dead)
    equal(message['MessageId'], sent['MessageId'])
    equal(message['Attributes']['DeadLetterQueueSourceArn'], arn.replace('-dead', '-source'))
    equal(aws('list-dead-letter-source-queues', '--queue-url', dead)['queueUrls'], [source])


def check_cloudwatch():
    def watch(command, *args):
        return start(command, *args, service='cloudwatch')

    name = f'{PREFIX}-metric'
    metric = ['--namespace', 'Clients', '--metric-name', name]
    alarm = ['--alarm-name', name, '--statistic', 'Sum', '--period', '60', '--evaluation-periods', '1',
             '--threshold', '2.5', '--comparison-operator', 'GreaterThanThreshold', *metric]
    for process in [watch('put-metric-data', '--value', '4', '--unit', 'Count', *metric), watch('put-metric-alarm', *alarm)]:
        end(process)
    start_time, end_time = (time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + ahead)) for ahead in (-300, 120))
    times = ['--start-time', start_time, '--end-time', end_time]
    reading = watch('get-metric-statistics', '--period', '60', '--statistics', 'Sum', 'Average', *times, *metric)
    describing = watch('describe-alarms', '--alarm-names', name)
    [point] = end(reading)['Datapoints']
    equal((point['Sum'], point['Average'], point['Unit']), (4.0, 4.0, 'Count'))
    [found] = end(describing)['MetricAlarms']
    equal((found['AlarmName'], found['Threshold'], found['StateValue']), (name, 2.5, 'INSUFFICIENT_DATA'))


print(subprocess.run([AWS, '--version'], capture_output=True, text=True, check=True).stdout.split()[0])
check_errors()
step('errors')
standard = create('standard')
check_attributes(standard)
step('attributes')
check_bodies(standard)
step('bodies')
check_batches(standard)
step('batches')
check_long_poll(standard)
step('visibility')
check_fifo(create('fifo.fifo', FifoQueue='true', ContentBasedDeduplication='true'))
step('fifo')
check_dead_letters()
step('dead letters')
check_cloudwatch()
step('cloudwatch')
