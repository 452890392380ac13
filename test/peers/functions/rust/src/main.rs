//! A function as a user would write it, with AWS's client. The event says what it does. If there is a desk, that service decides
//! about each message.

use lambda_runtime::{service_fn, Error, LambdaEvent};
use serde_json::{json, Value};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

fn ask(message: &str) -> Result<String, Error> {
    let Ok(address) = std::env::var("DESK") else {
        return Ok(String::new());
    };
    let mut connection = TcpStream::connect(address)?;
    writeln!(connection, "Rust {message}")?;
    let mut answer = String::new();
    BufReader::new(connection).read_line(&mut answer)?;
    Ok(answer.trim().to_string())
}

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let (payload, context) = event.into_parts();
    match payload["do"].as_str() {
        Some("fail") => return Err("no stock".into()),
        Some("panic") => panic!("no database"),
        Some("exit") => std::process::exit(7),
        Some("context") => {
            return Ok(json!({
                "requestId": context.request_id,
                "arn": context.invoked_function_arn,
                "name": context.env_config.function_name,
                "memory": context.env_config.memory,
                "logGroup": context.env_config.log_group,
                "logStream": context.env_config.log_stream,
                "trace": context.xray_trace_id,
                "deadline": context.deadline,
            }))
        }
        _ => {}
    }
    let mut failures = Vec::new();
    for message in payload["Records"].as_array().into_iter().flatten() {
        let body = message["body"].as_str().unwrap_or_default();
        println!("received {body}");
        let is_broken = serde_json::from_str::<serde_json::Map<String, Value>>(body).is_err();
        let answer = ask(body)?;
        if answer == "crash" {
            std::process::exit(7);
        }
        if is_broken || answer == "reject" {
            failures.push(json!({ "itemIdentifier": message["messageId"] }));
        }
    }
    Ok(json!({ "batchItemFailures": failures }))
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    lambda_runtime::run(service_fn(handle)).await
}
