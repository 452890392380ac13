"""The scenario of README.md with boto3, current or 1.17. Exit code 0: everything held."""
import hashlib
import os
import struct
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
import botocore.exceptions
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

try:
    # Strict, unlike that of the older format. Installed with one version of boto3 only.
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
except ImportError:
    text_string_to_metric_families = None

# boto3 1.17 knows no variable for it.
sqs = boto3.client('sqs', endpoint_url=os.environ['AWS_ENDPOINT_URL_SQS'])
cloudwatch = boto3.client('cloudwatch', endpoint_url=os.environ['AWS_ENDPOINT_URL_CLOUDWATCH'])
lambda_client = boto3.client('lambda', endpoint_url=os.environ['AWS_ENDPOINT_URL_LAMBDA'])
PREFIX = os.environ['CLIENT_PREFIX']
# Without it, all of them.
STEPS = [name for name in os.environ.get('CLIENT_STEPS', '').split(',') if name]

ATTRIBUTES = {
    'bytes': {'DataType': 'Binary', 'BinaryValue': bytes(range(256))},
    'count': {'DataType': 'Number.int', 'StringValue': '42'},
    'text': {'DataType': 'String', 'StringValue': 'päper € 😀'},
}


def step(name, check, *arguments):
    if not STEPS or name in STEPS:
        check(*arguments)
        print('held:', name, flush=True)


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f'{str(actual)[:500]} is not {str(expected)[:500]}')


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def md5_of_attributes(attributes):
    digest = hashlib.md5()
    for name in sorted(attributes):
        attribute = attributes[name]
        is_binary = 'BinaryValue' in attribute
        value = attribute['BinaryValue'] if is_binary else attribute['StringValue'].encode()
        for part in (name.encode(), attribute['DataType'].encode()):
            digest.update(struct.pack('>I', len(part)) + part)
        digest.update((b'\x02' if is_binary else b'\x01') + struct.pack('>I', len(value)) + value)
    return digest.hexdigest()


def create(name, **attributes):
    return sqs.create_queue(QueueName=f'{PREFIX}-{name}', Attributes=attributes)['QueueUrl']


def receive(url, **options):
    return sqs.receive_message(QueueUrl=url, **options).get('Messages', [])


def receive_one(url, **options):
    messages = receive(url, **options)
    equal(len(messages), 1)
    return messages[0]


def delete(url, message):
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message['ReceiptHandle'])


def find_error():
    try:
        sqs.get_queue_url(QueueName=f'{PREFIX}-nowhere')
    except sqs.exceptions.QueueDoesNotExist as error:
        return error.response
    raise AssertionError('a queue that does not exist has a URL')


def check_errors():
    equal(find_error()['ResponseMetadata']['HTTPStatusCode'], 400)


def check_error_codes():
    equal(find_error()['Error']['Code'], 'AWS.SimpleQueueService.NonExistentQueue')


def check_attributes(url):
    body = 'naïve "body" <&> € 😀\n\ttabs'
    sent = sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=ATTRIBUTES)
    equal(sent['MD5OfMessageBody'], md5(body))
    equal(sent['MD5OfMessageAttributes'], md5_of_attributes(ATTRIBUTES))
    message = receive_one(url, AttributeNames=['All'], MessageAttributeNames=['All'])
    equal(message['MessageId'], sent['MessageId'])
    equal(message['Body'], body)
    equal(message['MD5OfBody'], md5(body))
    equal(message['MessageAttributes'], ATTRIBUTES)
    equal(message['MD5OfMessageAttributes'], md5_of_attributes(ATTRIBUTES))
    equal(message['Attributes']['ApproximateReceiveCount'], '1')
    delete(url, message)


def check_bodies(url):
    for size in (1_024, 200_000, 1_048_000):
        body = ('0123456789 "é€"\n' * (size // 18 + 1)).encode()[:size].decode(errors='ignore')
        sent = sqs.send_message(QueueUrl=url, MessageBody=body)
        message = receive_one(url)
        equal((sent['MD5OfMessageBody'], message['MD5OfBody']), (md5(body), md5(body)))
        equal(message['Body'] == body, True)
        delete(url, message)


def check_batches(url):
    entries = [
        {'Id': 'first', 'MessageBody': 'one', 'MessageAttributes': ATTRIBUTES},
        {'Id': 'late', 'MessageBody': 'two', 'DelaySeconds': 901},
        {'Id': 'third', 'MessageBody': 'three'},
    ]
    sent = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    equal([(e['Id'], e['MD5OfMessageBody']) for e in sent['Successful']], [('first', md5('one')), ('third', md5('three'))])
    equal(sent['Successful'][0]['MD5OfMessageAttributes'], md5_of_attributes(ATTRIBUTES))
    equal([(e['Id'], e['SenderFault'], e['Code']) for e in sent['Failed']], [('late', True, 'InvalidParameterValue')])
    messages = receive(url, MaxNumberOfMessages=10)
    equal(sorted(m['Body'] for m in messages), ['one', 'three'])
    handles = [m['ReceiptHandle'] for m in messages] + ['garbage']
    entries = [{'Id': str(index), 'ReceiptHandle': handle} for index, handle in enumerate(handles)]
    changed = sqs.change_message_visibility_batch(
        QueueUrl=url, Entries=[{**entry, 'VisibilityTimeout': 40} for entry in entries])
    deleted = sqs.delete_message_batch(QueueUrl=url, Entries=entries)
    for answer in (changed, deleted):
        equal([e['Id'] for e in answer['Successful']], ['0', '1'])
        equal([(e['Id'], e['SenderFault'], e['Code']) for e in answer['Failed']], [('2', True, 'ReceiptHandleIsInvalid')])


def check_visibility(url):
    sqs.send_message(QueueUrl=url, MessageBody='back')
    first = receive_one(url, VisibilityTimeout=30)
    equal(receive(url), [])
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=first['ReceiptHandle'], VisibilityTimeout=0)
    second = receive_one(url, AttributeNames=['ApproximateReceiveCount'])
    equal(second['MessageId'], first['MessageId'])
    equal(second['Attributes'], {'ApproximateReceiveCount': '2'})
    delete(url, second)


def check_long_poll(url):
    with ThreadPoolExecutor(1) as pool:
        started = time.monotonic()
        poll = pool.submit(receive_one, url, WaitTimeSeconds=20)
        # Nothing shows a client that its poll waits.
        time.sleep(0.5)
        equal(poll.done(), False)
        sqs.send_message(QueueUrl=url, MessageBody='woken')
        message = poll.result()
    equal(message['Body'], 'woken')
    equal(time.monotonic() - started < 19, True)
    delete(url, message)


def check_fifo(url):
    def send(body, group):
        return sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=group)

    first = send('one', 'a')
    second = send('two', 'a')
    send('other', 'b')
    again = send('one', 'a')
    equal(again['MessageId'], first['MessageId'])
    equal(int(second['SequenceNumber']) > int(first['SequenceNumber']), True)
    messages = receive(url, MaxNumberOfMessages=10, AttributeNames=['All'])
    equal([m['Body'] for m in messages if m['Attributes']['MessageGroupId'] == 'a'], ['one', 'two'])
    equal(len(messages), 3)
    equal(messages[0]['Attributes']['SequenceNumber'], first['SequenceNumber'])
    send('three', 'a')
    equal(receive(url), [])
    for message in messages:
        delete(url, message)
    last = receive_one(url)
    equal(last['Body'], 'three')
    delete(url, last)


def check_dead_letters():
    dead = create('dead')
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=['QueueArn'])['Attributes']['QueueArn']
    source = create('source', RedrivePolicy=f'{{"deadLetterTargetArn":"{arn}","maxReceiveCount":"2"}}')
    sent = sqs.send_message(QueueUrl=source, MessageBody='poison', MessageAttributes=ATTRIBUTES)
    for _ in range(2):
        receive_one(source, VisibilityTimeout=0)
    equal(receive(source), [])
    message = receive_one(dead, AttributeNames=['All'], MessageAttributeNames=['All'])
    equal(message['MessageId'], sent['MessageId'])
    equal(message['MessageAttributes'], ATTRIBUTES)
    equal(sqs.list_dead_letter_source_queues(QueueUrl=dead)['queueUrls'], [source])
    step('dead letter sources', equal, message['Attributes'].get('DeadLetterQueueSourceArn'), arn.replace('-dead', '-source'))
    delete(dead, message)


def check_purge(url):
    sqs.send_message(QueueUrl=url, MessageBody='gone')
    sqs.purge_queue(QueueUrl=url)
    equal(receive(url), [])


def check_queues():
    urls = sqs.list_queues(QueueNamePrefix=f'{PREFIX}-')['QueueUrls']
    equal(len(urls), 4)
    for url in urls:
        counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible']
        equal(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=counts)['Attributes'], dict.fromkeys(counts, '0'))
        sqs.delete_queue(QueueUrl=url)
    equal(sqs.list_queues(QueueNamePrefix=f'{PREFIX}-').get('QueueUrls', []), [])


def check_cloudwatch():
    name = f'{PREFIX}-metric'
    metric = {'Namespace': 'Clients', 'MetricName': name, 'Dimensions': [{'Name': 'client', 'Value': 'boto3'}]}
    now = time.time()
    cloudwatch.put_metric_data(Namespace='Clients', MetricData=[
        {'MetricName': name, 'Dimensions': metric['Dimensions'], 'Values': [1.5, 4], 'Counts': [2, 1], 'Unit': 'Count'}])
    times = {'StartTime': now - 300, 'EndTime': now + 120}
    stat = {'Metric': metric, 'Period': 60, 'Stat': 'Sum'}
    results = cloudwatch.get_metric_data(MetricDataQueries=[
        {'Id': 'sum', 'MetricStat': stat, 'ReturnData': False}, {'Id': 'double', 'Expression': 'sum * 2'}], **times)
    equal([(r['Id'], r['Values'], r['StatusCode']) for r in results['MetricDataResults']],
          [('double', [14.0], 'Complete')])
    [point] = cloudwatch.get_metric_statistics(Period=60, Statistics=['SampleCount', 'Maximum'], **metric, **times)['Datapoints']
    equal((point['SampleCount'], point['Maximum'], point['Unit']), (3.0, 4.0, 'Count'))
    equal(cloudwatch.list_metrics(Namespace='Clients', MetricName=name)['Metrics'], [metric])
    # Without data, no evaluation changes the state, at whatever second of a minute this runs.
    settings = {'AlarmName': name, 'Statistic': 'Sum', 'Period': 60, 'EvaluationPeriods': 2, 'Threshold': 2.5,
                'ComparisonOperator': 'GreaterThanThreshold', 'TreatMissingData': 'ignore', **metric,
                'MetricName': f'{name}-idle'}
    cloudwatch.put_metric_alarm(**settings)
    cloudwatch.set_alarm_state(AlarmName=name, StateValue='ALARM', StateReason='a test')
    [alarm] = cloudwatch.describe_alarms(AlarmNames=[name])['MetricAlarms']
    equal({key: alarm[key] for key in settings}, settings)
    equal((alarm['StateValue'], alarm['StateReason'], alarm['ActionsEnabled']), ('ALARM', 'a test', True))
    [item] = cloudwatch.describe_alarm_history(AlarmName=name, HistoryItemType='StateUpdate')['AlarmHistoryItems']
    equal(item['HistorySummary'], 'Alarm updated from INSUFFICIENT_DATA to ALARM')
    cloudwatch.delete_alarms(AlarmNames=[name])
    try:
        cloudwatch.set_alarm_state(AlarmName=name, StateValue='OK', StateReason='gone')
    except botocore.exceptions.ClientError as error:
        equal(error.response['Error']['Code'], 'ResourceNotFound')
        return
    raise AssertionError('an alarm that was deleted has a state')


def check_lambda():
    url = create('mapped')
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=['QueueArn'])['Attributes']['QueueArn']
    mapping = lambda_client.create_event_source_mapping(
        FunctionName='handler', EventSourceArn=arn, BatchSize=20, MaximumBatchingWindowInSeconds=1,
        FunctionResponseTypes=['ReportBatchItemFailures'])
    equal((mapping['State'], mapping['EventSourceArn'], mapping['FunctionArn'].split(':')[-1]), ('Creating', arn, 'handler'))
    equal(abs(mapping['LastModified'].timestamp() - time.time()) < 60, True)
    uuid = mapping['UUID']
    equal(lambda_client.get_event_source_mapping(UUID=uuid)['State'], 'Enabled')
    updated = lambda_client.update_event_source_mapping(UUID=uuid, BatchSize=5, Enabled=False)
    equal((updated['State'], updated['BatchSize'], updated['MaximumBatchingWindowInSeconds']), ('Updating', 5, 1))
    pages = lambda_client.get_paginator('list_event_source_mappings').paginate(EventSourceArn=arn)
    equal([(m['UUID'], m['State']) for page in pages for m in page['EventSourceMappings']], [(uuid, 'Disabled')])
    for settings, code in (({'BatchSize': 20}, 'ResourceConflictException'),
                           ({'BatchSize': 20, 'MaximumBatchingWindowInSeconds': 0}, 'InvalidParameterValueException')):
        try:
            lambda_client.create_event_source_mapping(
                FunctionName='handler', EventSourceArn=arn, **{'MaximumBatchingWindowInSeconds': 1, **settings})
        except botocore.exceptions.ClientError as error:
            equal(error.response['Error']['Code'], code)
        else:
            raise AssertionError('a mapping was created that could not be')
    equal(lambda_client.delete_event_source_mapping(UUID=uuid)['State'], 'Deleting')
    try:
        lambda_client.get_event_source_mapping(UUID=uuid)
    except lambda_client.exceptions.ResourceNotFoundException:
        return
    raise AssertionError('a mapping that was deleted is there')


def check_open_metrics(parse):
    url = create('watched')
    for body in ('one', 'three'):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    receive_one(url)
    # Nothing signs for Prometheus but what users put before it.
    request = AWSRequest('GET', f"{os.environ['AWS_ENDPOINT_URL_SQS']}/metrics")
    session = boto3.Session()
    SigV4Auth(session.get_credentials(), 'sqs', session.region_name).add_auth(request)
    answer = URLLib3Session(verify=os.environ.get('AWS_CA_BUNDLE', True)).send(request.prepare())
    equal((answer.status_code, answer.headers['Content-Type'].split(';')[0]), (200, 'application/openmetrics-text'))
    families = {family.name: family for family in parse(answer.text)}
    sent, size, visible, age = (families[f'aws_sqs_{name}'] for name in (
        'number_of_messages_sent', 'sent_message_size_bytes', 'approximate_number_of_messages_visible',
        'approximate_age_of_oldest_message_seconds'))
    equal([(f.type, f.unit) for f in (sent, size, visible, age)],
          [('counter', ''), ('summary', 'bytes'), ('gauge', ''), ('gauge', 'seconds')])
    labels = {'account': '000000000000', 'queue': f'{PREFIX}-watched', 'region': 'us-east-1'}
    equal([sample.value for f in (sent, size, visible) for sample in f.samples if sample.labels == labels], [2.0, 2.0, 8.0, 1.0])


print(f'boto3 {boto3.__version__}')
step('errors', check_errors)
step('error codes', check_error_codes)
standard = create('standard')
for name, check in (('attributes', check_attributes), ('bodies', check_bodies), ('batches', check_batches),
                    ('visibility', check_visibility), ('long poll', check_long_poll)):
    step(name, check, standard)
step('fifo', check_fifo, create('fifo.fifo', FifoQueue='true', ContentBasedDeduplication='true'))
step('dead letters', check_dead_letters)
step('purge', check_purge, standard)
step('queues', check_queues)
step('cloudwatch', check_cloudwatch)
step('lambda', check_lambda)
if text_string_to_metric_families is not None:
    step('openmetrics', check_open_metrics, text_string_to_metric_families)
