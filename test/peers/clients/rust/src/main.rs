//! The scenario of README.md with the SDK for Rust.
use std::collections::HashMap;
use std::time::{Duration, Instant};

use aws_sdk_sqs::operation::send_message::SendMessageOutput;
use aws_sdk_sqs::primitives::Blob;
use aws_sdk_sqs::types::{
    BatchResultErrorEntry, DeleteMessageBatchRequestEntry, Message, MessageAttributeValue,
    MessageSystemAttributeName, QueueAttributeName, SendMessageBatchRequestEntry,
};
use aws_sdk_sqs::Client;

type Attributes = HashMap<String, MessageAttributeValue>;

struct Scenario {
    sqs: Client,
    prefix: String,
    attributes: Attributes,
}

#[tokio::main]
async fn main() {
    let config = aws_config::load_from_env().await;
    let sqs = Client::new(&config);
    println!("SDK for Rust {}", aws_sdk_sqs::meta::PKG_VERSION);
    let prefix = std::env::var("CLIENT_PREFIX").unwrap();
    let scenario = Scenario { sqs, prefix, attributes: attributes() };
    scenario.check_errors().await;
    step("errors");
    let standard = scenario.create("standard", &[]).await;
    scenario.check_attributes(&standard).await;
    step("attributes");
    scenario.check_bodies(&standard).await;
    step("bodies");
    scenario.check_batches(&standard).await;
    step("batches");
    scenario.check_visibility(&standard).await;
    step("visibility");
    scenario.check_long_poll(&standard).await;
    step("long poll");
    scenario.check_fifo().await;
    step("fifo");
    scenario.check_dead_letters().await;
    step("dead letters");
    scenario.check_queues().await;
    step("queues");
}

impl Scenario {
    async fn check_errors(&self) {
        let name = format!("{}-nowhere", self.prefix);
        let error = self.sqs.get_queue_url().queue_name(name).send().await.unwrap_err().into_service_error();
        assert!(error.is_queue_does_not_exist());
        assert_eq!(error.meta().code(), Some("AWS.SimpleQueueService.NonExistentQueue"));
    }

    async fn check_attributes(&self, url: &str) {
        let body = "naïve \"body\" <&> € 😀\n\ttabs";
        let attributes = Some(self.attributes.clone());
        let sent =
            self.sqs.send_message().queue_url(url).message_body(body).set_message_attributes(attributes).send().await.unwrap();
        assert_eq!(sent.md5_of_message_body(), Some(digest(body).as_str()));
        assert_eq!(sent.md5_of_message_attributes(), Some(digest_of_attributes(&self.attributes).as_str()));
        let message = self.receive_one(url).await;
        assert_eq!(message.message_id(), sent.message_id());
        assert_eq!(message.body(), Some(body));
        assert_eq!(message.md5_of_body(), Some(digest(body).as_str()));
        assert_eq!(message.message_attributes(), Some(&self.attributes));
        assert_eq!(message.md5_of_message_attributes(), sent.md5_of_message_attributes());
        assert_eq!(system(&message, MessageSystemAttributeName::ApproximateReceiveCount), "1");
        self.delete(url, &message).await;
    }

    async fn check_bodies(&self, url: &str) {
        for bytes in [1_024, 200_000, 1_048_000] {
            let line = "0123456789 \"é€\"\n";
            let body = line.repeat(bytes / line.len()) + &"x".repeat(bytes % line.len());
            let sent = self.send(url, &body).await;
            let message = self.receive_one(url).await;
            assert_eq!(sent.md5_of_message_body(), Some(digest(&body).as_str()));
            assert_eq!(message.md5_of_body(), Some(digest(&body).as_str()));
            assert!(message.body() == Some(body.as_str()));
            self.delete(url, &message).await;
        }
    }

    async fn check_batches(&self, url: &str) {
        let entry = |id: &str, body: &str| SendMessageBatchRequestEntry::builder().id(id).message_body(body);
        let sent = self
            .sqs
            .send_message_batch()
            .queue_url(url)
            .entries(entry("first", "one").set_message_attributes(Some(self.attributes.clone())).build().unwrap())
            .entries(entry("late", "two").delay_seconds(901).build().unwrap())
            .entries(entry("third", "three").build().unwrap())
            .send()
            .await
            .unwrap();
        let accepted: Vec<_> = sent.successful().iter().map(|e| (e.id(), e.md5_of_message_body().to_owned())).collect();
        assert_eq!(accepted, [("first", digest("one")), ("third", digest("three"))]);
        assert_eq!(describe(sent.failed()), ["late true InvalidParameterValue"]);
        let messages = self.receive(url, 0).await;
        let mut bodies: Vec<_> = messages.iter().filter_map(|message| message.body()).collect();
        bodies.sort_unstable();
        assert_eq!(bodies, ["one", "three"]);
        let handles = messages.iter().filter_map(|message| message.receipt_handle()).chain(["garbage"]);
        let entries = handles.enumerate().map(|(index, handle)| {
            DeleteMessageBatchRequestEntry::builder().id(index.to_string()).receipt_handle(handle).build().unwrap()
        });
        let deleted =
            self.sqs.delete_message_batch().queue_url(url).set_entries(Some(entries.collect())).send().await.unwrap();
        let gone: Vec<_> = deleted.successful().iter().map(|entry| entry.id()).collect();
        assert_eq!(gone, ["0", "1"]);
        assert_eq!(describe(deleted.failed()), ["2 true ReceiptHandleIsInvalid"]);
    }

    async fn check_visibility(&self, url: &str) {
        self.send(url, "back").await;
        let first = self.receive_one(url).await;
        assert!(self.receive(url, 0).await.is_empty());
        self.give_back(url, &first).await;
        let second = self.receive_one(url).await;
        assert_eq!(second.message_id(), first.message_id());
        assert_eq!(system(&second, MessageSystemAttributeName::ApproximateReceiveCount), "2");
        self.delete(url, &second).await;
    }

    async fn check_long_poll(&self, url: &str) {
        let started = Instant::now();
        let send = async {
            // Nothing shows a client that its poll waits.
            tokio::time::sleep(Duration::from_millis(500)).await;
            self.send(url, "woken").await;
        };
        let (messages, ()) = tokio::join!(self.receive(url, 20), send);
        assert_eq!(messages.len(), 1);
        assert_eq!(messages[0].body(), Some("woken"));
        assert!(started.elapsed() < Duration::from_secs(19));
        self.delete(url, &messages[0]).await;
    }

    async fn check_fifo(&self) {
        let attributes =
            [(QueueAttributeName::FifoQueue, "true"), (QueueAttributeName::ContentBasedDeduplication, "true")];
        let url = self.create("fifo.fifo", &attributes).await;
        let first = self.send_to_group(&url, "one", "a").await;
        let second = self.send_to_group(&url, "two", "a").await;
        self.send_to_group(&url, "other", "b").await;
        assert_eq!(self.send_to_group(&url, "one", "a").await.message_id(), first.message_id());
        assert!(first.sequence_number() < second.sequence_number());
        let messages = self.receive(&url, 0).await;
        assert_eq!(messages.len(), 3);
        let of_group = |message: &&Message| system(message, MessageSystemAttributeName::MessageGroupId) == "a";
        let bodies: Vec<_> = messages.iter().filter(of_group).filter_map(|message| message.body()).collect();
        assert_eq!(bodies, ["one", "two"]);
        assert_eq!(
            Some(system(&messages[0], MessageSystemAttributeName::SequenceNumber)),
            first.sequence_number()
        );
        self.send_to_group(&url, "three", "a").await;
        assert!(self.receive(&url, 0).await.is_empty());
        for message in &messages {
            self.delete(&url, message).await;
        }
        let last = self.receive_one(&url).await;
        assert_eq!(last.body(), Some("three"));
        self.delete(&url, &last).await;
    }

    async fn check_dead_letters(&self) {
        let dead = self.create("dead", &[]).await;
        let name = QueueAttributeName::QueueArn;
        let answer = self.sqs.get_queue_attributes().queue_url(&dead).attribute_names(name.clone()).send().await.unwrap();
        let arn = &answer.attributes().unwrap()[&name];
        let policy = format!(r#"{{"deadLetterTargetArn":"{arn}","maxReceiveCount":2}}"#);
        let source = self.create("source", &[(QueueAttributeName::RedrivePolicy, &policy)]).await;
        let attributes = Some(self.attributes.clone());
        let send = self.sqs.send_message().queue_url(&source).message_body("poison");
        let sent = send.set_message_attributes(attributes).send().await.unwrap();
        for _ in 0..2 {
            let message = self.receive_one(&source).await;
            self.give_back(&source, &message).await;
        }
        assert!(self.receive(&source, 0).await.is_empty());
        let message = self.receive_one(&dead).await;
        assert_eq!(message.message_id(), sent.message_id());
        assert_eq!(message.message_attributes(), Some(&self.attributes));
        assert_eq!(
            system(&message, MessageSystemAttributeName::DeadLetterQueueSourceArn),
            arn.replace("-dead", "-source")
        );
        self.delete(&dead, &message).await;
    }

    async fn check_queues(&self) {
        let urls = self.list_queues().await;
        assert_eq!(urls.len(), 4);
        let counts = [
            QueueAttributeName::ApproximateNumberOfMessages,
            QueueAttributeName::ApproximateNumberOfMessagesNotVisible,
        ];
        for url in &urls {
            let names = Some(counts.to_vec());
            let answer =
                self.sqs.get_queue_attributes().queue_url(url).set_attribute_names(names).send().await.unwrap();
            for name in &counts {
                assert_eq!(answer.attributes().unwrap()[name], "0");
            }
            self.sqs.delete_queue().queue_url(url).send().await.unwrap();
        }
        assert!(self.list_queues().await.is_empty());
    }

    async fn list_queues(&self) -> Vec<String> {
        let prefix = format!("{}-", self.prefix);
        self.sqs.list_queues().queue_name_prefix(prefix).send().await.unwrap().queue_urls().to_vec()
    }

    async fn create(&self, name: &str, attributes: &[(QueueAttributeName, &str)]) -> String {
        let mut request = self.sqs.create_queue().queue_name(format!("{}-{name}", self.prefix));
        for (name, value) in attributes {
            request = request.attributes(name.clone(), *value);
        }
        request.send().await.unwrap().queue_url.unwrap()
    }

    async fn send(&self, url: &str, body: &str) -> SendMessageOutput {
        self.sqs.send_message().queue_url(url).message_body(body).send().await.unwrap()
    }

    async fn send_to_group(&self, url: &str, body: &str, group: &str) -> SendMessageOutput {
        self.sqs.send_message().queue_url(url).message_body(body).message_group_id(group).send().await.unwrap()
    }

    async fn receive(&self, url: &str, wait_seconds: i32) -> Vec<Message> {
        let request = self.sqs.receive_message().queue_url(url).max_number_of_messages(10);
        let request = request.wait_time_seconds(wait_seconds).message_attribute_names("All");
        let request = request.message_system_attribute_names(MessageSystemAttributeName::All);
        request.send().await.unwrap().messages.unwrap_or_default()
    }

    async fn receive_one(&self, url: &str) -> Message {
        let mut messages = self.receive(url, 0).await;
        assert_eq!(messages.len(), 1);
        messages.remove(0)
    }

    async fn give_back(&self, url: &str, message: &Message) {
        let handle = message.receipt_handle().unwrap();
        let request = self.sqs.change_message_visibility().queue_url(url).receipt_handle(handle);
        request.visibility_timeout(0).send().await.unwrap();
    }

    async fn delete(&self, url: &str, message: &Message) {
        let handle = message.receipt_handle().unwrap();
        self.sqs.delete_message().queue_url(url).receipt_handle(handle).send().await.unwrap();
    }
}

fn attributes() -> Attributes {
    let attribute = |data_type: &str| MessageAttributeValue::builder().data_type(data_type);
    let every_byte: Vec<u8> = (0..=255).collect();
    HashMap::from([
        ("bytes".to_owned(), attribute("Binary").binary_value(Blob::new(every_byte)).build().unwrap()),
        ("count".to_owned(), attribute("Number.int").string_value("42").build().unwrap()),
        ("text".to_owned(), attribute("String").string_value("päper € 😀").build().unwrap()),
    ])
}

fn system(message: &Message, name: MessageSystemAttributeName) -> &str {
    &message.attributes().unwrap()[&name]
}

fn describe(failed: &[BatchResultErrorEntry]) -> Vec<String> {
    failed.iter().map(|entry| format!("{} {} {}", entry.id(), entry.sender_fault(), entry.code())).collect()
}

fn digest(text: &str) -> String {
    format!("{:x}", md5::compute(text))
}

fn digest_of_attributes(attributes: &Attributes) -> String {
    let mut names: Vec<_> = attributes.keys().collect();
    names.sort();
    let mut bytes = Vec::new();
    let append = |bytes: &mut Vec<u8>, part: &[u8]| {
        bytes.extend((part.len() as u32).to_be_bytes());
        bytes.extend(part);
    };
    for name in names {
        let attribute = &attributes[name];
        append(&mut bytes, name.as_bytes());
        append(&mut bytes, attribute.data_type().as_bytes());
        match attribute.binary_value() {
            Some(value) => {
                bytes.push(2);
                append(&mut bytes, value.as_ref());
            }
            None => {
                bytes.push(1);
                append(&mut bytes, attribute.string_value().unwrap().as_bytes());
            }
        }
    }
    format!("{:x}", md5::compute(bytes))
}

fn step(name: &str) {
    println!("held: {name}");
}
