/** A template of SAM with the queue `Images`, which invokes the function `Resize`; that knows the URL of the queue. */
export const IMAGES_TEMPLATE = `Resources:
  Images:
    Type: AWS::SQS::Queue
  Resize:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: nodejs22.x
      Timeout: 3
      Environment:
        Variables:
          QUEUE_URL: !Ref Images
      Events:
        Images:
          Type: SQS
          Properties:
            Queue: !GetAtt Images.Arn
`;
