package story

import (
	"context"
	"fmt"
	"strings"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Query sends the query that a name such as energy.Community stands for, filled from its arguments, and returns the answer.
func (l *Language) Query(ctx context.Context, conn grpc.ClientConnInterface, name string, args []Arg) (gogoproto.Message, error) {
	module, noun, _ := strings.Cut(name, ".")
	d, err := l.Type(module, "Query"+noun+"Request")
	if err != nil {
		return nil, err
	}
	request, err := l.Fill(d, args)
	if err != nil {
		return nil, err
	}
	service := d.ParentFile().Package()
	answer, err := New(service.Append(protoreflect.Name("Query" + noun + "Response")))
	if err != nil {
		return nil, err
	}
	return answer, conn.Invoke(ctx, fmt.Sprintf("/%s.Query/%s", service, noun), request, answer)
}
