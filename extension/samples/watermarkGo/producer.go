package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// produce asks for a watermark on every picture that is in bucket/uploads.
func produce(ctx context.Context, client *sqs.Client) error {
	taskQueue, err := openQueue(ctx, client, taskQueueName)
	if err != nil {
		return err
	}
	keys, err := listObjects("uploads")
	if err != nil {
		return err
	}
	for _, key := range keys {
		// The message names the picture instead of holding it: a message is at most 1 MiB.
		body, _ := json.Marshal(task{Key: key, Text: "Made in a queue"})
		sent, err := client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: taskQueue, MessageBody: aws.String(string(body))})
		if err != nil {
			return err
		}
		fmt.Printf("producer: sent task %s for %s\n", *sent.MessageId, key)
	}
	return nil
}
