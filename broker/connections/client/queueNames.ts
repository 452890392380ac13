import { readQueueUrl } from '../queueAddress.ts';

const NAME_OF_ARN = /^arn:[^:]*:sqs:[^:]*:[^:]*:([^:]+)$/;

/** The names of the queues that the input of a call is about, each once; those of a URL that cannot be read are the URL itself. */
export function listQueueNames(input: object): readonly string[] {
  const members = input as Readonly<Record<string, unknown>>;
  const urls = [members['QueueUrl'], ...(Array.isArray(members['QueueUrls']) ? members['QueueUrls'] : [])];
  const arns = [members['SourceArn'], members['DestinationArn']];
  const names = [
    ...urls.flatMap((url) => (typeof url === 'string' ? [readQueueUrl(url)?.name ?? url] : [])),
    ...arns.flatMap((arn) => (typeof arn === 'string' ? [NAME_OF_ARN.exec(arn)?.[1] ?? arn] : [])),
    ...(typeof members['QueueName'] === 'string' ? [members['QueueName']] : []),
  ];
  return [...new Set(names)];
}
