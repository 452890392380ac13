// A function as a user would write it, with AWS's client. The event says what it does.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type request struct {
	events.SQSEvent
	Do string `json:"do"`
}

func handle(ctx context.Context, event request) (any, error) {
	switch event.Do {
	case "fail":
		return nil, errors.New("no stock")
	case "panic":
		panic("no database")
	case "exit":
		os.Exit(7)
	case "context":
		known, _ := lambdacontext.FromContext(ctx)
		deadline, _ := ctx.Deadline()
		return map[string]any{
			"requestId": known.AwsRequestID,
			"arn":       known.InvokedFunctionArn,
			"name":      lambdacontext.FunctionName,
			"memory":    lambdacontext.MemoryLimitInMB,
			"logGroup":  lambdacontext.LogGroupName,
			"logStream": lambdacontext.LogStreamName,
			"trace":     ctx.Value("x-amzn-trace-id"),
			"remaining": time.Until(deadline).Milliseconds(),
		}, nil
	}
	response := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, message := range event.Records {
		fmt.Println("received", message.Body)
		var body map[string]any
		if json.Unmarshal([]byte(message.Body), &body) != nil {
			failure := events.SQSBatchItemFailure{ItemIdentifier: message.MessageId}
			response.BatchItemFailures = append(response.BatchItemFailures, failure)
		}
	}
	return response, nil
}

func main() {
	lambda.Start(handle)
}
