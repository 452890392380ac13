import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Methods in the forms that a handler can have. */
public class Forms {
  public static class Order {
    private String name;
    private int count;
    private List<Line> lines;

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public int getCount() {
      return count;
    }

    public void setCount(int count) {
      this.count = count;
    }

    public List<Line> getLines() {
      return lines;
    }

    public void setLines(List<Line> lines) {
      this.lines = lines;
    }
  }

  public static class Line {
    private String article;

    public String getArticle() {
      return article;
    }

    public void setArticle(String article) {
      this.article = article;
    }
  }

  public Order bean(Order order, Context context) {
    order.setCount(order.getCount() + 1);
    order.getLines().get(0).setArticle("Grüße, 世界 🌍");
    return order;
  }

  public String text(String text) {
    return text + "!";
  }

  public int number(int number) {
    return number + 1;
  }

  public void nothing(Order order) {}

  public String alone() {
    return "alone";
  }

  public static String still(List<Integer> numbers) {
    return "still " + numbers.get(1);
  }

  public void stream(InputStream input, OutputStream output, Context context) throws IOException {
    output.write(new byte[] {0, (byte) 255, (byte) 128});
    output.write(input.readAllBytes());
  }
}
