package model

// Names of the actions on proposals and directions, stable for the journal and scripts.
func (*PutProposal) Name() string  { return "proposal" }
func (*MoveProposal) Name() string { return "proposal_move" }
func (*PutDirection) Name() string { return "direction" }
