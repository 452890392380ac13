import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A picture that needs a watermark. */
record Task(String key, String text) {
    /**
     * What a message asks for: a task of the producer, or the uploads in an event of the bucket. Its other events ask for
     * nothing: the test message has no records, and a deleted picture needs no mark.
     */
    static List<Task> parseAll(String body) {
        var members = JsonNode.parser().parse(body).asObject();
        JsonNode event = members.get("Event");
        if (event != null && event.asString().equals("s3:TestEvent")) return List.of();
        JsonNode records = members.get("Records");
        if (records == null) return List.of(check(members.get("key").asString(), members.get("text")));
        return records.asArray().stream()
            .map(JsonNode::asObject)
            .filter(record -> record.get("eventName").asString().startsWith("ObjectCreated:"))
            .map(record -> check(readKey(record.get("s3")), null))
            .toList();
    }

    /** The key is encoded like the value of a form. */
    private static String readKey(JsonNode s3) {
        String key = s3.asObject().get("object").asObject().get("key").asString();
        return URLDecoder.decode(key, StandardCharsets.UTF_8);
    }

    private static Task check(String key, JsonNode text) {
        // Only an upload: another picture could be its own result, and would get a mark with each delivery.
        if (!key.startsWith("uploads/") || List.of(key.split("/")).contains(".."))
            throw new IllegalArgumentException("the task names no uploaded picture");
        return new Task(key, text == null ? "Watermark" : text.asString());
    }

    String toJson() {
        return "{\"key\":\"%s\",\"text\":\"%s\"}".formatted(key, text);
    }
}
