import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A folder that stands for a bucket: objects are files, keys are paths such as "uploads/sunset.png". */
final class Bucket {
    private static final Path FOLDER = Path.of("bucket").toAbsolutePath();

    private Bucket() {}

    static List<String> list(String prefix) throws IOException {
        try (var files = Files.list(locate(prefix))) {
            return files.map(file -> prefix + "/" + file.getFileName()).sorted().toList();
        }
    }

    static byte[] read(String key) throws IOException {
        return Files.readAllBytes(locate(key));
    }

    /** Writes beside the target and renames, so that no program reads half an object. */
    static void write(String key, byte[] content) throws IOException {
        Path path = locate(key);
        Files.createDirectories(path.getParent());
        Path partial = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
        Files.write(partial, content);
        Files.move(partial, path, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Keys arrive in messages, and anybody may send a message: none may lead out of the bucket. */
    private static Path locate(String key) {
        Path path = FOLDER.resolve(key).normalize();
        if (!path.startsWith(FOLDER) || path.equals(FOLDER))
            throw new IllegalArgumentException("\"" + key + "\" is not a key of the bucket");
        return path;
    }
}
