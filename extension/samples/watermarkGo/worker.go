package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

const retryDelay = 2 * time.Second

type worker struct {
	client    *sqs.Client
	taskQueue *string
	doneQueue *string
}

// work takes one task after the other, until the context ends: reads the picture, puts a watermark on it, writes it back,
// says so in a second queue, and only then deletes the task.
func work(ctx context.Context, client *sqs.Client) error {
	taskQueue, err := openQueue(ctx, client, taskQueueName)
	if err != nil {
		return err
	}
	doneQueue, err := openQueue(ctx, client, doneQueueName)
	if err != nil {
		return err
	}
	w := worker{client, taskQueue, doneQueue}
	log("waiting for tasks on %s", *taskQueue)
	for ctx.Err() == nil {
		message, err := w.receive(ctx)
		if err == nil && message != nil {
			// The current task is finished before the program ends.
			err = w.handle(context.WithoutCancel(ctx), *message)
		}
		if err != nil && ctx.Err() == nil {
			log("failed, the task will come back: %v", err)
			time.Sleep(retryDelay)
		}
	}
	log("stopped")
	return nil
}

// receive waits for a task, up to 20 s. The tasks that stay in the queue are free for other workers.
func (w worker) receive(ctx context.Context) (*types.Message, error) {
	received, err := w.client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl:                    w.taskQueue,
		MaxNumberOfMessages:         1,
		WaitTimeSeconds:             20,
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{"ApproximateReceiveCount"},
	})
	if err != nil || len(received.Messages) == 0 {
		return nil, err
	}
	return &received.Messages[0], nil
}

// handle does one task. One that fails is not deleted: it is delivered again when its visibility timeout ends.
func (w worker) handle(ctx context.Context, message types.Message) error {
	log("received %s, delivery %s", *message.MessageId, message.Attributes["ApproximateReceiveCount"])
	tasks, err := parseTasks(*message.Body)
	if err != nil {
		return err
	}
	for _, todo := range tasks {
		if err := w.mark(ctx, todo); err != nil {
			return err
		}
	}
	deleted := &sqs.DeleteMessageInput{QueueUrl: w.taskQueue, ReceiptHandle: message.ReceiptHandle}
	if _, err := w.client.DeleteMessage(ctx, deleted); err != nil {
		return err
	}
	log("deleted %s", *message.MessageId)
	return nil
}

// mark puts a watermark on one picture, and says so in the second queue.
func (w worker) mark(ctx context.Context, todo task) error {
	// Only an upload: another picture could be its own result, and would get a mark with each delivery.
	if !strings.HasPrefix(todo.Key, "uploads/") || slices.Contains(strings.Split(todo.Key, "/"), "..") {
		return errors.New("the task names no uploaded picture")
	}
	// The message was received and nothing is done yet:
	picture, err := readObject(todo.Key) // ← set a breakpoint here
	if err != nil {
		return err
	}
	marked, err := addWatermark(picture, cmp.Or(todo.Text, "Watermark"))
	if err != nil {
		return err
	}
	result := strings.Replace(todo.Key, "uploads/", "watermarked/", 1)
	if err := writeObject(result, marked); err != nil {
		return err
	}
	log("wrote %s", result)
	body, _ := json.Marshal(map[string]string{"key": result})
	sent := &sqs.SendMessageInput{QueueUrl: w.doneQueue, MessageBody: aws.String(string(body))}
	_, err = w.client.SendMessage(ctx, sent)
	return err
}

func log(format string, values ...any) {
	fmt.Printf("worker: "+format+"\n", values...)
}
