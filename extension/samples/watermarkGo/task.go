package main

import (
	"encoding/json"
	"net/url"
	"strings"
)

type task struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// body is what a message can be: a task of the producer, or an event of the bucket.
type body struct {
	task
	Event   string
	Records []struct {
		EventName string `json:"eventName"`
		S3        struct {
			Object struct {
				Key string `json:"key"`
			} `json:"object"`
		} `json:"s3"`
	}
}

// parseTasks reads what a message asks for: a task of the producer, or the uploads in an event of the bucket. Its other
// events ask for nothing: the test message has no records, and a deleted picture needs no mark.
func parseTasks(text string) ([]task, error) {
	var message body
	if err := json.Unmarshal([]byte(text), &message); err != nil {
		return nil, err
	}
	if message.Event == "s3:TestEvent" {
		return nil, nil
	}
	if message.Records == nil {
		return []task{message.task}, nil
	}
	var tasks []task
	for _, record := range message.Records {
		if !strings.HasPrefix(record.EventName, "ObjectCreated:") {
			continue
		}
		// The key is encoded like the value of a form.
		key, err := url.QueryUnescape(record.S3.Object.Key)
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, task{Key: key})
	}
	return tasks, nil
}
