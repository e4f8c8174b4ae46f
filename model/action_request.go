package model

// Names of the actions on requests, stable for the journal and scripts.
func (*PutRequest) Name() string         { return "request" }
func (*KeepMaterial) Name() string       { return "material" }
func (*AddMaterial) Name() string        { return "request_material" }
func (*SendRequest) Name() string        { return "request_send" }
func (*PutRequestQuestion) Name() string { return "request_question" }
func (*CloseRequest) Name() string       { return "request_close" }
