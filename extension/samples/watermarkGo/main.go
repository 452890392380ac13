// A producer and a worker that share the work of watermarking pictures through a queue: `go run . worker`.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	client, err := newClient(ctx)
	if err == nil {
		if len(os.Args) > 1 && os.Args[1] == "producer" {
			err = produce(ctx, client)
		} else {
			err = work(ctx, client)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
