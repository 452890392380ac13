import java.util.List;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A picture that needs a watermark. */
record Task(String key, String text) {
    static Task parse(String body) {
        var members = JsonNode.parser().parse(body).asObject();
        JsonNode text = members.get("text");
        String key = members.get("key").asString();
        // Only an upload: another picture could be its own result, and would get a mark with each delivery.
        if (!key.startsWith("uploads/") || List.of(key.split("/")).contains(".."))
            throw new IllegalArgumentException("the task names no uploaded picture");
        return new Task(key, text == null ? "Watermark" : text.asString());
    }

    String toJson() {
        return "{\"key\":\"%s\",\"text\":\"%s\"}".formatted(key, text);
    }
}
