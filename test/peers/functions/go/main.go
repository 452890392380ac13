// A function as a user would write it, with AWS's client. The event says what it does. If there is a desk, that service decides
// about each message.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type request struct {
	events.SQSEvent
	Do string `json:"do"`
}

func ask(message string) (string, error) {
	address := os.Getenv("DESK")
	if address == "" {
		return "", nil
	}
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return "", err
	}
	defer connection.Close()
	fmt.Fprintf(connection, "Go %s\n", message)
	answer, err := bufio.NewReader(connection).ReadString('\n')
	return strings.TrimSpace(answer), err
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
		isBroken := json.Unmarshal([]byte(message.Body), &body) != nil
		answer, err := ask(message.Body)
		if err != nil {
			return nil, err
		}
		if answer == "crash" {
			os.Exit(7)
		}
		if isBroken || answer == "reject" {
			failure := events.SQSBatchItemFailure{ItemIdentifier: message.MessageId}
			response.BatchItemFailures = append(response.BatchItemFailures, failure)
		}
	}
	return response, nil
}

func main() {
	lambda.Start(handle)
}
