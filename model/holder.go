package model

import (
	"strconv"
	"strings"
)

// HolderKind tells who must move an appeal next.
type HolderKind string

// Kinds of holders.
const (
	HolderNone    HolderKind = ""
	HolderCurator HolderKind = "curator"
	HolderUnit    HolderKind = "unit"
	HolderHead    HolderKind = "head"    // head of the centre or coordinator: approval
	HolderOutside HolderKind = "outside" // ЦУР, another body, a contractor: charged to no unit
)

// Holder owns the clock: at every moment exactly one holder does, and lateness is charged to it.
type Holder struct {
	Kind    HolderKind `json:"kind,omitempty"`
	Channel ChannelID  `json:"channel,omitempty"` // of a curator
	Unit    UnitID     `json:"unit,omitempty"`
	Name    string     `json:"name,omitempty"` // of an outside holder
}

// Key is the holder as one comparable word for columns: "curator:pos", "unit:3", "head", "outside:ЦУР", "".
func (h Holder) Key() string {
	switch h.Kind {
	case HolderCurator:
		return "curator:" + string(h.Channel)
	case HolderUnit:
		return "unit:" + strconv.FormatInt(int64(h.Unit), 10)
	case HolderHead:
		return "head"
	case HolderOutside:
		return "outside:" + h.Name
	}
	return ""
}

// ParseHolder reads a Key back.
func ParseHolder(key string) Holder {
	kind, rest, _ := strings.Cut(key, ":")
	switch HolderKind(kind) {
	case HolderCurator:
		return Holder{Kind: HolderCurator, Channel: ChannelID(rest)}
	case HolderUnit:
		n, err := strconv.ParseInt(rest, 10, 64)
		if err != nil {
			return Holder{}
		}
		return Holder{Kind: HolderUnit, Unit: UnitID(n)}
	case HolderHead:
		return Holder{Kind: HolderHead}
	case HolderOutside:
		return Holder{Kind: HolderOutside, Name: rest}
	}
	return Holder{}
}

// Handover is one line of the holder ledger: from Happened on, the appeal was with Holder at Stage.
type Handover struct {
	Holder   Holder  `json:"holder"`
	Stage    StageID `json:"stage"`
	Happened Instant `json:"happened"`
	Recorded Instant `json:"recorded"`
	Vouched  string  `json:"vouched,omitempty"` // who vouched for the time (order 3.4)
}
