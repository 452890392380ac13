import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.*;

/** Metrics and alarms, by CloudWatch's client of the SDK for Java 2. */
final class WatchClient {
  private WatchClient() {}

  static void check() {
    try (CloudWatchClient watch = CloudWatchClient.create()) {
      String name = Check.PREFIX + "-metric";
      Dimension dimension = Dimension.builder().name("client").value("java").build();
      watch.putMetricData(request -> request.namespace("Clients").metricData(MetricDatum.builder()
          .metricName(name).dimensions(dimension).values(1.5, 4.0).counts(2.0, 1.0).unit(StandardUnit.COUNT).build()));
      Instant now = Instant.now();
      Metric metric = Metric.builder().namespace("Clients").metricName(name).dimensions(dimension).build();
      List<MetricDataResult> results = watch.getMetricData(request -> request
          .startTime(now.minus(Duration.ofMinutes(5))).endTime(now.plus(Duration.ofMinutes(2)))
          .metricDataQueries(
              MetricDataQuery.builder().id("sum").returnData(false)
                  .metricStat(stat -> stat.metric(metric).period(60).stat("Sum")).build(),
              MetricDataQuery.builder().id("double").expression("sum * 2").build())).metricDataResults();
      Check.equal(results.size(), 1);
      Check.equal(results.get(0).values(), List.of(14.0));
      Check.equal(results.get(0).timestamps().get(0).getEpochSecond() % 60, 0L);
      watch.putMetricAlarm(request -> request.alarmName(name).namespace("Clients").metricName(name)
          .dimensions(dimension).statistic(Statistic.SUM).period(60).evaluationPeriods(2).threshold(2.5)
          .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
      List<MetricAlarm> alarms = watch.describeAlarms(request -> request.alarmNames(name)).metricAlarms();
      Check.equal(alarms.size(), 1);
      MetricAlarm alarm = alarms.get(0);
      Check.equal(alarm.dimensions(), List.of(dimension));
      Check.equal(List.of(alarm.threshold(), alarm.evaluationPeriods(), alarm.stateValue()),
          List.of(2.5, 2, StateValue.INSUFFICIENT_DATA));
      watch.deleteAlarms(request -> request.alarmNames(name));
      try {
        watch.setAlarmState(request -> request.alarmName(name).stateValue(StateValue.OK).stateReason("gone"));
      } catch (CloudWatchException error) {
        Check.equal(error.awsErrorDetails().errorCode(), "ResourceNotFound");
        return;
      }
      throw new AssertionError("an alarm that was deleted has a state");
    }
  }
}
