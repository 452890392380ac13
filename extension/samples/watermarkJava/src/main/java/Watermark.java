import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Writes a text on a dark band along the lower edge of a picture. */
final class Watermark {
    private Watermark() {}

    /** The same picture and text always give the same bytes, so a task that is done twice does no harm. */
    static byte[] add(byte[] picture, String text) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
        if (image == null) throw new IOException("This is not a picture.");
        int height = Math.min(image.getWidth() < 320 ? 28 : 56, image.getHeight());
        int top = image.getHeight() - height;
        BufferedImage marked = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = marked.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.setColor(new Color(0, 0, 0, 128));
        graphics.fillRect(0, top, image.getWidth(), height);
        graphics.setColor(Color.WHITE);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, height / 2));
        int width = graphics.getFontMetrics().stringWidth(text);
        graphics.drawString(text, image.getWidth() - height / 4 - width, image.getHeight() - height / 3);
        graphics.dispose();
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        ImageIO.write(marked, "png", encoded);
        return encoded.toByteArray();
    }
}
