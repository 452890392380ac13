// The scenario of README.md with the SDK for Go v2; the SDK itself compares the MD5 digests, too.
package main

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"log"
	"os"
	"reflect"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/smithy-go"
)

var (
	ctx        = context.Background()
	prefix     = os.Getenv("CLIENT_PREFIX")
	client     *sqs.Client
	attributes = map[string]types.MessageAttributeValue{
		"bytes": {DataType: aws.String("Binary"), BinaryValue: everyByte()},
		"count": {DataType: aws.String("Number.int"), StringValue: aws.String("42")},
		"text":  {DataType: aws.String("String"), StringValue: aws.String("päper € 😀")},
	}
)

func main() {
	loaded := must(config.LoadDefaultConfig(ctx))
	client = sqs.NewFromConfig(loaded)
	fmt.Println("SDK for Go", aws.SDKVersion)
	step("errors", checkErrors)
	step("error codes", checkErrorCodes)
	standard := create("standard", nil)
	step("attributes", func() { checkAttributes(standard) })
	step("bodies", func() { checkBodies(standard) })
	step("batches", func() { checkBatches(standard) })
	step("visibility", func() { checkVisibility(standard) })
	step("long poll", func() { checkLongPoll(standard) })
	fifo := create("fifo.fifo", map[string]string{"FifoQueue": "true", "ContentBasedDeduplication": "true"})
	step("fifo", func() { checkFifo(fifo) })
	step("dead letters", checkDeadLetters)
	step("purge", func() { checkPurge(standard) })
	step("queues", checkQueues)
	step("cloudwatch", func() { checkCloudWatch(cloudwatch.NewFromConfig(loaded)) })
	step("lambda", func() { checkLambda(lambda.NewFromConfig(loaded)) })
}

func findError() error {
	_, err := client.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: aws.String(prefix + "-nowhere")})
	return err
}

func checkErrors() {
	var missing *types.QueueDoesNotExist
	equal(errors.As(findError(), &missing), true)
}

func checkErrorCodes() {
	err := findError()
	var failure smithy.APIError
	equal(errors.As(err, &failure), true)
	equal(failure.ErrorCode(), "AWS.SimpleQueueService.NonExistentQueue")
}

func checkAttributes(url string) {
	body := "naïve \"body\" <&> € 😀\n\ttabs"
	sent := must(client.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: &url, MessageBody: &body, MessageAttributes: attributes,
	}))
	equal(*sent.MD5OfMessageBody, digest(body))
	message := receiveOne(url)
	equal(*message.MessageId, *sent.MessageId)
	equal(*message.Body, body)
	equal(*message.MD5OfBody, digest(body))
	equal(message.MessageAttributes, attributes)
	equal(*message.MD5OfMessageAttributes, *sent.MD5OfMessageAttributes)
	equal(message.Attributes["ApproximateReceiveCount"], "1")
	remove(url, message)
}

func checkBodies(url string) {
	for _, bytes := range []int{1_024, 200_000, 1_048_000} {
		line := "0123456789 \"é€\"\n"
		body := strings.Repeat(line, bytes/len(line)) + strings.Repeat("x", bytes%len(line))
		sent := send(url, body)
		message := receiveOne(url)
		equal([]string{*sent.MD5OfMessageBody, *message.MD5OfBody}, []string{digest(body), digest(body)})
		equal(*message.Body == body, true)
		remove(url, message)
	}
}

func checkBatches(url string) {
	sent := must(client.SendMessageBatch(ctx, &sqs.SendMessageBatchInput{
		QueueUrl: &url,
		Entries: []types.SendMessageBatchRequestEntry{
			{Id: aws.String("first"), MessageBody: aws.String("one"), MessageAttributes: attributes},
			{Id: aws.String("late"), MessageBody: aws.String("two"), DelaySeconds: 901},
			{Id: aws.String("third"), MessageBody: aws.String("three")},
		},
	}))
	var accepted []string
	for _, entry := range sent.Successful {
		accepted = append(accepted, *entry.Id+*entry.MD5OfMessageBody)
	}
	equal(accepted, []string{"first" + digest("one"), "third" + digest("three")})
	equal(describe(sent.Failed), []string{"late true InvalidParameterValue"})
	messages := receive(url, 0)
	var bodies []string
	var entries []types.DeleteMessageBatchRequestEntry
	for index, message := range messages {
		bodies = append(bodies, *message.Body)
		entries = append(entries, deletion(index, *message.ReceiptHandle))
	}
	sort.Strings(bodies)
	equal(bodies, []string{"one", "three"})
	deleted := must(client.DeleteMessageBatch(ctx, &sqs.DeleteMessageBatchInput{
		QueueUrl: &url, Entries: append(entries, deletion(2, "garbage")),
	}))
	var gone []string
	for _, entry := range deleted.Successful {
		gone = append(gone, *entry.Id)
	}
	equal(gone, []string{"0", "1"})
	equal(describe(deleted.Failed), []string{"2 true ReceiptHandleIsInvalid"})
}

func checkVisibility(url string) {
	send(url, "back")
	first := receiveOne(url)
	equal(len(receive(url, 0)), 0)
	giveBack(url, first)
	second := receiveOne(url)
	equal(*second.MessageId, *first.MessageId)
	equal(second.Attributes["ApproximateReceiveCount"], "2")
	remove(url, second)
}

func checkLongPoll(url string) {
	startedAt := time.Now()
	poll := make(chan []types.Message)
	go func() { poll <- receive(url, 20) }()
	select {
	case messages := <-poll:
		equal(messages, "a poll that waits")
	// Nothing shows a client that its poll waits.
	case <-time.After(500 * time.Millisecond):
	}
	send(url, "woken")
	messages := <-poll
	equal(len(messages), 1)
	equal(*messages[0].Body, "woken")
	equal(time.Since(startedAt) < 19*time.Second, true)
	remove(url, messages[0])
}

func checkFifo(url string) {
	first := sendToGroup(url, "one", "a")
	second := sendToGroup(url, "two", "a")
	sendToGroup(url, "other", "b")
	equal(*sendToGroup(url, "one", "a").MessageId, *first.MessageId)
	equal(*first.SequenceNumber < *second.SequenceNumber, true)
	messages := receive(url, 0)
	equal(len(messages), 3)
	var bodies []string
	for _, message := range messages {
		if message.Attributes["MessageGroupId"] == "a" {
			bodies = append(bodies, *message.Body)
		}
	}
	equal(bodies, []string{"one", "two"})
	equal(messages[0].Attributes["SequenceNumber"], *first.SequenceNumber)
	sendToGroup(url, "three", "a")
	equal(len(receive(url, 0)), 0)
	for _, message := range messages {
		remove(url, message)
	}
	last := receiveOne(url)
	equal(*last.Body, "three")
	remove(url, last)
}

func checkDeadLetters() {
	dead := create("dead", nil)
	arn := must(client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: &dead, AttributeNames: []types.QueueAttributeName{"QueueArn"},
	})).Attributes["QueueArn"]
	source := create("source", map[string]string{
		"RedrivePolicy": fmt.Sprintf(`{"deadLetterTargetArn":%q,"maxReceiveCount":2}`, arn),
	})
	sent := must(client.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: &source, MessageBody: aws.String("poison"), MessageAttributes: attributes,
	}))
	for range 2 {
		giveBack(source, receiveOne(source))
	}
	equal(len(receive(source, 0)), 0)
	message := receiveOne(dead)
	equal(*message.MessageId, *sent.MessageId)
	equal(message.MessageAttributes, attributes)
	step("dead letter sources", func() {
		equal(message.Attributes["DeadLetterQueueSourceArn"], strings.Replace(arn, "-dead", "-source", 1))
	})
	remove(dead, message)
}

func checkPurge(url string) {
	send(url, "gone")
	must(client.PurgeQueue(ctx, &sqs.PurgeQueueInput{QueueUrl: &url}))
	equal(len(receive(url, 0)), 0)
}

func checkQueues() {
	urls := listQueues()
	equal(len(urls), 4)
	for _, url := range urls {
		counts := must(client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
			QueueUrl: &url,
			AttributeNames: []types.QueueAttributeName{
				"ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible",
			},
		})).Attributes
		equal(counts, map[string]string{
			"ApproximateNumberOfMessages": "0", "ApproximateNumberOfMessagesNotVisible": "0",
		})
		must(client.DeleteQueue(ctx, &sqs.DeleteQueueInput{QueueUrl: &url}))
	}
	equal(len(listQueues()), 0)
}

func listQueues() []string {
	return must(client.ListQueues(ctx, &sqs.ListQueuesInput{QueueNamePrefix: aws.String(prefix + "-")})).QueueUrls
}

func checkCloudWatch(watch *cloudwatch.Client) {
	name := aws.String(prefix + "-metric")
	namespace := aws.String("Clients")
	dimensions := []cwtypes.Dimension{{Name: aws.String("client"), Value: aws.String("go")}}
	must(watch.PutMetricData(ctx, &cloudwatch.PutMetricDataInput{
		Namespace: namespace,
		MetricData: []cwtypes.MetricDatum{{
			MetricName: name, Dimensions: dimensions, Values: []float64{1.5, 4}, Counts: []float64{2, 1},
			Unit: cwtypes.StandardUnitCount,
		}},
	}))
	now := time.Now()
	metric := &cwtypes.Metric{Namespace: namespace, MetricName: name, Dimensions: dimensions}
	data := must(watch.GetMetricData(ctx, &cloudwatch.GetMetricDataInput{
		StartTime: aws.Time(now.Add(-5 * time.Minute)), EndTime: aws.Time(now.Add(2 * time.Minute)),
		MetricDataQueries: []cwtypes.MetricDataQuery{
			{
				Id: aws.String("sum"), ReturnData: aws.Bool(false),
				MetricStat: &cwtypes.MetricStat{Metric: metric, Period: aws.Int32(60), Stat: aws.String("Sum")},
			},
			{Id: aws.String("double"), Expression: aws.String("sum * 2")},
		},
	}))
	equal(len(data.MetricDataResults), 1)
	equal(data.MetricDataResults[0].Values, []float64{14})
	equal(data.MetricDataResults[0].Timestamps[0].Second(), 0)
	must(watch.PutMetricAlarm(ctx, &cloudwatch.PutMetricAlarmInput{
		// Without data, no evaluation changes the state, at whatever second of a minute this runs.
		AlarmName: name, Namespace: namespace, MetricName: aws.String(*name + "-idle"), Dimensions: dimensions,
		Statistic: cwtypes.StatisticSum, Period: aws.Int32(60), EvaluationPeriods: aws.Int32(2),
		Threshold: aws.Float64(2.5), ComparisonOperator: cwtypes.ComparisonOperatorGreaterThanThreshold,
	}))
	alarms := must(watch.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{AlarmNames: []string{*name}})).MetricAlarms
	equal(len(alarms), 1)
	equal(alarms[0].Dimensions[0].Value, dimensions[0].Value)
	equal([]any{*alarms[0].Threshold, *alarms[0].EvaluationPeriods, alarms[0].StateValue}, []any{2.5, int32(2), cwtypes.StateValueInsufficientData})
	must(watch.DeleteAlarms(ctx, &cloudwatch.DeleteAlarmsInput{AlarmNames: []string{*name}}))
	_, err := watch.SetAlarmState(ctx, &cloudwatch.SetAlarmStateInput{
		AlarmName: name, StateValue: cwtypes.StateValueOk, StateReason: aws.String("gone"),
	})
	var missing *cwtypes.ResourceNotFound
	equal(errors.As(err, &missing), true)
}

func checkLambda(functions *lambda.Client) {
	url := create("mapped", nil)
	arn := aws.String(must(client.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: &url, AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameQueueArn},
	})).Attributes["QueueArn"])
	function := aws.String("handler")
	mapping := must(functions.CreateEventSourceMapping(ctx, &lambda.CreateEventSourceMappingInput{
		FunctionName: function, EventSourceArn: arn, BatchSize: aws.Int32(5),
		FilterCriteria: &lambdatypes.FilterCriteria{Filters: []lambdatypes.Filter{{Pattern: aws.String(`{"body":["x"]}`)}}},
	}))
	equal([]any{*mapping.State, *mapping.BatchSize, *mapping.EventSourceArn}, []any{"Creating", int32(5), *arn})
	equal(time.Since(*mapping.LastModified).Abs() < time.Minute, true)
	equal(*mapping.FilterCriteria.Filters[0].Pattern, `{"body":["x"]}`)
	_, err := functions.CreateEventSourceMapping(ctx, &lambda.CreateEventSourceMappingInput{
		FunctionName: function, EventSourceArn: arn,
	})
	var conflict *lambdatypes.ResourceConflictException
	equal(errors.As(err, &conflict), true)
	updated := must(functions.UpdateEventSourceMapping(ctx, &lambda.UpdateEventSourceMappingInput{
		UUID: mapping.UUID, Enabled: aws.Bool(false),
	}))
	equal(*updated.State, "Disabling")
	pages := lambda.NewListEventSourceMappingsPaginator(functions, &lambda.ListEventSourceMappingsInput{EventSourceArn: arn})
	var states []string
	for pages.HasMorePages() {
		for _, found := range must(pages.NextPage(ctx)).EventSourceMappings {
			states = append(states, *found.State)
		}
	}
	equal(states, []string{"Disabled"})
	deleted := must(functions.DeleteEventSourceMapping(ctx, &lambda.DeleteEventSourceMappingInput{UUID: mapping.UUID}))
	equal(*deleted.State, "Deleting")
	_, err = functions.GetEventSourceMapping(ctx, &lambda.GetEventSourceMappingInput{UUID: mapping.UUID})
	var missing *lambdatypes.ResourceNotFoundException
	equal(errors.As(err, &missing), true)
}

func create(name string, queueAttributes map[string]string) string {
	return *must(client.CreateQueue(ctx, &sqs.CreateQueueInput{
		QueueName: aws.String(prefix + "-" + name), Attributes: queueAttributes,
	})).QueueUrl
}

func send(url, body string) *sqs.SendMessageOutput {
	return must(client.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &url, MessageBody: &body}))
}

func sendToGroup(url, body, group string) *sqs.SendMessageOutput {
	return must(client.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: &url, MessageBody: &body, MessageGroupId: &group,
	}))
}

func receive(url string, waitSeconds int32) []types.Message {
	return must(client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl: &url, MaxNumberOfMessages: 10, WaitTimeSeconds: waitSeconds,
		MessageAttributeNames:       []string{"All"},
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{"All"},
	})).Messages
}

func receiveOne(url string) types.Message {
	messages := receive(url, 0)
	equal(len(messages), 1)
	return messages[0]
}

func giveBack(url string, message types.Message) {
	must(client.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{
		QueueUrl: &url, ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 0,
	}))
}

func remove(url string, message types.Message) {
	must(client.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &url, ReceiptHandle: message.ReceiptHandle}))
}

func deletion(index int, handle string) types.DeleteMessageBatchRequestEntry {
	return types.DeleteMessageBatchRequestEntry{Id: aws.String(fmt.Sprint(index)), ReceiptHandle: &handle}
}

func describe(failed []types.BatchResultErrorEntry) []string {
	var lines []string
	for _, entry := range failed {
		lines = append(lines, fmt.Sprint(*entry.Id, " ", entry.SenderFault, " ", *entry.Code))
	}
	return lines
}

func everyByte() []byte {
	bytes := make([]byte, 256)
	for index := range bytes {
		bytes[index] = byte(index)
	}
	return bytes
}

func digest(text string) string {
	sum := md5.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Panic(err)
	}
	return value
}

func equal(actual, expected any) {
	if !reflect.DeepEqual(actual, expected) {
		log.Panicf("%.500v is not %.500v", actual, expected)
	}
}

// Without CLIENT_STEPS, all of them.
func step(name string, check func()) {
	if steps := os.Getenv("CLIENT_STEPS"); steps != "" && !slices.Contains(strings.Split(steps, ","), name) {
		return
	}
	check()
	fmt.Println("held:", name)
}
