package main

import (
	"cmp"
	"context"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

var (
	taskQueueName = cmp.Or(os.Getenv("TASK_QUEUE"), "image-tasks")
	doneQueueName = cmp.Or(os.Getenv("DONE_QUEUE"), "image-done")
)

// newClient has region, credentials and endpoint from the environment, as in any program that runs on AWS.
func newClient(ctx context.Context) (*sqs.Client, error) {
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, err
	}
	return sqs.NewFromConfig(settings), nil
}

// openQueue finds a queue, or creates it, and returns its URL.
func openQueue(ctx context.Context, client *sqs.Client, name string) (*string, error) {
	created, err := client.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String(name)})
	if err != nil {
		return nil, err
	}
	return created.QueueUrl, nil
}
