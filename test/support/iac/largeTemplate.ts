/** Lines of one queue, with its dead-letter queue and its function. */
export const LINES_PER_QUEUE = 26;

/** A template of SAM with so many queues, each with a dead-letter queue, and a function that it invokes. */
export function largeTemplate(queues: number): string {
  const parts = Array.from({ length: queues }, (_, index) =>
    [
      `  Queue${index}:`,
      '    Type: AWS::SQS::Queue',
      '    Properties:',
      `      QueueName: !Sub '\${Stage}-orders-${index}'`,
      '      VisibilityTimeout: 60',
      '      RedrivePolicy:',
      `        deadLetterTargetArn: !GetAtt Failures${index}.Arn`,
      '        maxReceiveCount: 5',
      `  Failures${index}:`,
      '    Type: AWS::SQS::Queue',
      `  Worker${index}:`,
      '    Type: AWS::Serverless::Function',
      '    Properties:',
      '      CodeUri: src/',
      '      Handler: app.handler',
      '      Runtime: nodejs22.x',
      '      Timeout: 10',
      '      Environment:',
      '        Variables:',
      `          QUEUE_URL: !Ref Queue${index}`,
      '      Events:',
      '        Orders:',
      '          Type: SQS',
      '          Properties:',
      `            Queue: !GetAtt Queue${index}.Arn`,
      '            BatchSize: 10',
    ].join('\n'),
  );
  const head = [
    'Transform: AWS::Serverless-2016-10-31',
    'Parameters: { Stage: { Type: String, Default: dev } }',
    'Resources:',
  ];
  return `${[...head, ...parts].join('\n')}\n`;
}
