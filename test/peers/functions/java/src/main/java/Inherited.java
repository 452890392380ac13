/** Its method is that of a generic class. */
public class Inherited extends Described<Forms.Order> {
  @Override
  String describe(Forms.Order order) {
    return order.getName() + " " + order.getLines().get(0).getArticle();
  }
}
