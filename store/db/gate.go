package db

import (
	"context"
	"sync"
)

// gate lets one writer in at a time. A person's save does not queue behind an import's slices: whoever leaves hands over
// to the first person waiting, and to the first bulk writer only when no person waits.
type gate struct {
	mu     sync.Mutex
	taken  bool
	queues [2][]chan struct{} // by rank, first come first served
}

// rank is the queue a writer stands in.
type rank int

const (
	person rank = iota
	bulk
)

// enter waits for the turn, or for the end of ctx.
func (g *gate) enter(ctx context.Context, r rank) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g.mu.Lock()
	if !g.taken {
		g.taken = true
		g.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	g.queues[r] = append(g.queues[r], turn)
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		g.giveUp(r, turn)
		return ctx.Err()
	}
}

// giveUp leaves the queue; a turn that came at the same moment is handed on.
func (g *gate) giveUp(r rank, turn chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, waiting := range g.queues[r] {
		if waiting == turn {
			g.queues[r] = append(g.queues[r][:i], g.queues[r][i+1:]...)
			return
		}
	}
	g.handOver()
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.handOver()
}

func (g *gate) handOver() {
	for r := range g.queues {
		if len(g.queues[r]) > 0 {
			close(g.queues[r][0])
			g.queues[r] = g.queues[r][1:]
			return
		}
	}
	g.taken = false
}

// waiting counts those in the queue of a rank.
func (g *gate) waiting(r rank) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.queues[r])
}
