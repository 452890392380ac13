import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A picture that needs a watermark. */
record Task(String key, String text) {
    static Task parse(String body) {
        var members = JsonNode.parser().parse(body).asObject();
        JsonNode text = members.get("text");
        return new Task(members.get("key").asString(), text == null ? "Watermark" : text.asString());
    }

    String toJson() {
        return "{\"key\":\"%s\",\"text\":\"%s\"}".formatted(key, text);
    }
}
