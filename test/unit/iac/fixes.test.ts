import assert from 'node:assert/strict';
import { checkModel } from '../../../broker/iac/checks/checkModel.ts';
import { addFailureReports } from '../../../broker/iac/fixes/reportFailures.ts';
import { readFiles } from '../../support/iac/readText.ts';

const SAM = (event: string): string => `Resources:
  Jobs: { Type: AWS::SQS::Queue }
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: worker
      Handler: app.handler
      Runtime: nodejs22.x
      Events:
        Jobs:
          Type: SQS
${event}`;

/** A form of a mapping: its file, its text, and the text of its place once it is fixed. */
const FORMS: readonly (readonly [what: string, file: string, text: string, fixed: string])[] = [
  [
    'an event of SAM',
    'template.yaml',
    SAM('          Properties:\n            Queue: !GetAtt Jobs.Arn\n'),
    `          Properties:
            FunctionResponseTypes: [ReportBatchItemFailures]
            Queue: !GetAtt Jobs.Arn
`,
  ],
  [
    'one in the flow style of YAML',
    'template.yaml',
    SAM('          Properties: { BatchSize: 5, Queue: !GetAtt Jobs.Arn }\n'),
    'Properties: { FunctionResponseTypes: [ReportBatchItemFailures], BatchSize: 5, Queue: !GetAtt Jobs.Arn }\n',
  ],
  [
    'one with an empty list',
    'template.yaml',
    SAM('          Properties: { Queue: !GetAtt Jobs.Arn, FunctionResponseTypes: [] }\n'),
    '{ Queue: !GetAtt Jobs.Arn, FunctionResponseTypes: [ReportBatchItemFailures] }\n',
  ],
  [
    'lines that end as on Windows',
    'template.yaml',
    SAM('          Properties:\n            Queue: !GetAtt Jobs.Arn\n').replaceAll('\n', '\r\n'),
    '\r\n            FunctionResponseTypes: [ReportBatchItemFailures]\r\n            Queue: !GetAtt Jobs.Arn\r\n',
  ],
  [
    'a mapping of CloudFormation in JSON',
    'template.json',
    `{
  "Resources": {
    "Jobs": { "Type": "AWS::SQS::Queue" },
    "Mapping": {
      "Type": "AWS::Lambda::EventSourceMapping",
      "Properties": {
        "EventSourceArn": { "Fn::GetAtt": ["Jobs", "Arn"] },
        "FunctionName": "worker"
      }
    }
  }
}
`,
    `      "Properties": {
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "EventSourceArn": { "Fn::GetAtt": ["Jobs", "Arn"] },
        "FunctionName": "worker"
      }
    }
  }
}
`,
  ],
  [
    'JSON in one line',
    'template.json',
    '{"Resources":{"Jobs":{"Type":"AWS::SQS::Queue"},"Mapping":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::GetAtt":["Jobs","Arn"]}}}}}',
    '"Properties":{"FunctionResponseTypes": ["ReportBatchItemFailures"], "EventSourceArn":{"Fn::GetAtt":["Jobs","Arn"]}}}}}',
  ],
  [
    'an event of serverless.yml',
    'serverless.yml',
    `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions:
  worker:
    handler: app.handler
    events:
      - sqs:
          arn: arn:aws:sqs:us-east-1:123456789012:jobs
`,
    `      - sqs:
          functionResponseType: ReportBatchItemFailures
          arn: arn:aws:sqs:us-east-1:123456789012:jobs
`,
  ],
];

describe('The fix of a mapping that does not report the messages that failed', () => {
  for (const [what, file, text, fixed] of FORMS) {
    it(`is in the style of ${what}, and nothing is left to fix`, async () => {
      const change = await fix(file, text);
      assert.ok(change);
      const changed = text.slice(0, change.start) + change.text + text.slice(change.end);
      assert.ok(changed.endsWith(fixed), changed);
      assert.equal(changed.length - text.length, change.text.length - (change.end - change.start));
      const left = checkModel(await readFiles({ [file]: changed }));
      assert.deepEqual(
        left.filter(({ rule }) => rule === 'wholeBatchFails'),
        [],
      );
    });
  }

  for (const [what, file, text] of [
    [
      'an event that is only an ARN',
      'serverless.yml',
      `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions:
  worker: { handler: app.handler, events: [{ sqs: arn:aws:sqs:us-east-1:123456789012:jobs }] }
`,
    ],
    [
      'a list of several lines',
      'template.yaml',
      SAM(
        '          Properties:\n            Queue: !GetAtt Jobs.Arn\n            FunctionResponseTypes:\n              - Other\n',
      ),
    ],
  ] as const) {
    it(`is not offered for ${what}`, async () => assert.equal(await fix(file, text), undefined));
  }

  async function fix(file: string, text: string) {
    const model = await readFiles({ [file]: text });
    assert.ok(checkModel(model).some(({ rule }) => rule === 'wholeBatchFails'));
    const [mapping] = model.mappings;
    assert.ok(mapping);
    return addFailureReports(file, text, mapping);
  }
});
