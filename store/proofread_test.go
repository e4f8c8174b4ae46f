package store

import (
	"slices"
	"strings"
	"testing"

	"kurator/model"
	"kurator/model/lint"
)

// TestWhatMustNotGoOutIsNotApproved: however approval is asked for, it meets the same reading.
func TestWhatMustNotGoOutIsNotApproved(t *testing.T) {
	d := newDesk(t)
	other := d.receive(model.ChannelIM, "77100", "Гололёд у школы")
	d.do(curator, other, &model.Sort{}, &model.Assign{Unit: 1})
	d.do(curator, 0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPhone},
		Received: model.InstantOf(d.now), Body: model.Words("Нет света"), Applicant: model.Applicant{Kind: model.ApplicantPerson,
			Name: model.Words("Ветрова Зоя Ивановна"), Contact: model.Words("8 921 777-88-99")}}})
	for text, want := range map[string]string{
		"Сделаем до {срок}. Тел. 5-00-00.":                  "Не заполнено: {срок}",
		"Мы звонили по номеру 8 900 000-12-34.":             "Контакт заявителя",
		"По жалобе Снегирёвой яма засыпана.":                "Фамилия заявителя",
		"Спросите соседку: +7 (921) 777-88-99, она видела.": "Контакт другого гражданина",
	} {
		id := d.receive(model.ChannelIM, "77"+string(want[0])+text[:4], "Яма во дворе")
		d.do(curator, id, &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: model.Words(text)}, &model.Submit{})
		_, err := d.try(curator, id, &model.Approve{})
		if model.CodeOf(err) != model.Stage || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
		if err != nil && (strings.Contains(err.Error(), "777") || strings.Contains(err.Error(), "Снегир")) {
			t.Errorf("the refusal repeats personal data: %v", err)
		}
		r, err := d.Do(d.ctx, as(curator), Op{Title: "Утверждено", Partial: true, Steps: []Step{{Ref: model.AppealRef(id), Action: &model.Approve{}}}})
		if err != nil || len(r.Skipped) != 1 || len(r.Changed) != 0 {
			t.Errorf("among many: %+v %v", r, err)
		}
		d.do(curator, id, &model.WriteDraft{Text: model.Words("Яма засыпана 19.11.2026. Тел. 5-00-00.")}, &model.Approve{})
		if !d.appeal(id).Approved() {
			t.Errorf("%s: not approved after it was put right", text)
		}
	}
	d.mustVerify()
}

// TestReasonsTellOfNobody: what can never be erased is not written down.
func TestReasonsTellOfNobody(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77300", "Яма во дворе")
	d.do(curator, id, &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: model.Words("Засыпали.")}, &model.Submit{})
	for _, reason := range []string{"Снегирёвой так не отвечают", "перезвоните на 89000001234"} {
		_, err := d.try(curator, id, &model.Return{Reason: reason})
		if model.CodeOf(err) != model.Usage || !strings.Contains(err.Error(), "остаётся в журнале навсегда") || strings.Contains(err.Error(), "Снегир") {
			t.Errorf("%s: %v", reason, err)
		}
		if _, err := d.try(curator, id, &model.Close{Reason: reason}); model.CodeOf(err) != model.Usage {
			t.Errorf("close, %s: %v", reason, err)
		}
	}
	d.do(curator, id, &model.Return{Reason: "нет даты и телефона отдела 5-00-00"})
	d.mustVerify()
}

func TestProofread(t *testing.T) {
	d := newDesk(t)
	first := d.receive(model.ChannelIM, "77200", "Яма во дворе")
	const text = "Яму во дворе засыпали щебнем 18.11.2026, работы принял отдел. Тел. 5-00-00."
	d.do(curator, first, &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: model.Words(text)}, &model.Approve{}, &model.Answer{})
	second := d.receive(model.ChannelIM, "77201", "Яма во дворе снова")
	d.do(curator, second, &model.Sort{}, &model.Assign{Unit: 1}, &model.WriteDraft{Text: model.Words(text + " № 77200.")})
	found, err := d.Proofread(d.ctx, as(curator), second, "", []string{"работы принял"})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []lint.Kind
	for _, f := range found {
		kinds = append(kinds, f.Kind)
	}
	if want := []lint.Kind{lint.KindPhrase, lint.KindContact, lint.KindNumber, lint.KindCopy}; !slices.Equal(kinds, want) {
		t.Errorf("found %v", kinds)
	}
	if found, err = d.Proofread(d.ctx, as(curator), second, "Другой текст: {срок}", nil); err != nil || found[0].Kind != lint.KindPlace {
		t.Errorf("%v %v", found, err)
	}
	if _, err := d.Proofread(d.ctx, as(stranger), second, "", nil); model.CodeOf(err) != model.Forbidden {
		t.Errorf("a stranger read it: %v", err)
	}
	if _, err := d.Proofread(d.ctx, as(admin), second, "", nil); model.CodeOf(err) != model.Forbidden {
		t.Errorf("the administrator read it: %v", err)
	}
}
