/** Lets any other account send to the queue. */
export function examplePolicy(arn = '*'): string {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2);
}
