package exchange

import (
	"context"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
)

// pageSize is how many rows are asked for at once.
const pageSize = 500

// walk gives every row of a list, page by page, until take says that it has enough.
func walk(ctx context.Context, s *store.Store, actor model.Actor, q query.Query, take func(*store.Row) (more bool, err error)) error {
	request := store.ListRequest{Query: q, Limit: pageSize}
	for {
		page, err := s.List(ctx, actor, request)
		if err != nil {
			return err
		}
		for i := range page.Rows {
			if more, err := take(&page.Rows[i]); err != nil || !more {
				return err
			}
		}
		if page.AtEnd || len(page.Rows) == 0 {
			return nil
		}
		request.Where, request.Key = store.After, page.Rows[len(page.Rows)-1].Key
	}
}
