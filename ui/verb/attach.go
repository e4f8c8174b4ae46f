package verb

import (
	"context"
	"os/exec"
	"runtime"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/files"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// attach asks for a file of this machine. Over SSH it would be a file of the host.
func (c *Cases) attach(env *pane.Env, t Target) pane.Outcome {
	if env.Caps.Remote {
		return pane.Fail(model.Faultf(model.Usage, "По SSH файл с вашего компьютера отсюда не виден. Прикрепите его за рабочим столом в центре или командой kurator attach."))
	}
	id := t.Appeal.ID
	return pane.Push(overlay.NewPrompt(overlay.Ask{Title: "Прикрепить файл: № " + id.String(), Hint: "путь к файлу; можно перетащить его сюда",
		Check: needed("Укажите файл."), Then: func(env *pane.Env, text string) pane.Outcome {
			s, actor := env.Store, env.Me.Actor
			path := dropped(text)
			return look(env, func(ctx context.Context) (pane.Outcome, error) {
				if _, err := exchange.Attach(context.WithoutCancel(ctx), s, actor, id, []string{path}); err != nil {
					return pane.Nothing(), err
				}
				return pane.Done("Файл прикреплён: № "+id.String(), model.AppealRef(id)), nil
			})
		}}))
}

// dropped is a path as terminals paste it: in quotes, with escaped spaces, as an address.
func dropped(text string) string {
	text = strings.TrimSpace(text)
	text = strings.TrimPrefix(text, "file://")
	if n := len(text); n > 1 && (text[0] == '\'' || text[0] == '"') && text[n-1] == text[0] {
		return text[1 : n-1]
	}
	if runtime.GOOS != "windows" {
		text = strings.ReplaceAll(text, `\ `, " ")
	}
	return text
}

// files lists what is attached and opens one with the system's viewer, at the workstation only.
func (c *Cases) files(env *pane.Env, t Target) pane.Outcome {
	id, s, actor := t.Appeal.ID, env.Store, env.Me.Actor
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		card, err := s.Card(ctx, actor, id, true)
		if err != nil {
			return pane.Nothing(), err
		}
		var list []widget.Choice
		for i, f := range card.Appeal.Attachments {
			ch := widget.Choice{ID: strconv.Itoa(i + 1), Label: FileLine(f.Name.Body, f.Size)}
			if !files.Viewable(f.Name.Body) {
				ch.Disabled = "такие файлы здесь не открываются"
			}
			list = append(list, ch)
		}
		if len(list) == 0 {
			return pane.Nothing(), model.Faultf(model.NotFound, "К обращению № %s файлы не прикреплены.", id)
		}
		return pane.Push(overlay.NewChoose("Файлы обращения № "+id.String(), "файл", list, func(env *pane.Env, ch widget.Choice) pane.Outcome {
			n, _ := strconv.Atoi(ch.ID)
			return openFile(env, id, n)
		})), nil
	})
}

// FileLine is a file's name with its size.
func FileLine(name string, size int64) string {
	if name == "" {
		name = "файл"
	}
	kilobytes := max(1, size>>10)
	return clean.Line(name) + ", " + russian.Number(kilobytes) + " КБ"
}

func openFile(env *pane.Env, id model.AppealID, n int) pane.Outcome {
	if env.Caps.Remote {
		return pane.Fail(model.Faultf(model.Usage, "По SSH файлы не открываются: они открылись бы на сервере. Сохраните файл: kurator attach %s --save %d -o ФАЙЛ.", id, n))
	}
	s, actor, now := env.Store, env.Me.Actor, env.Now()
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		file, folder, err := exchange.FileFor(ctx, s, actor, id, n)
		if err != nil {
			return pane.Nothing(), err
		}
		path, err := folder.View(id, file.Hash, file.Name.Body, now)
		if err != nil {
			return pane.Nothing(), err
		}
		if err := show(path); err != nil {
			return pane.Nothing(), &model.Fault{Code: model.Failed, Cause: err, Say: "Просмотрщик не запустился. Сохраните файл: kurator attach."}
		}
		return pane.Say("Файл открыт в просмотрщике"), nil
	})
}

// show starts the system's viewer and does not wait for it.
func show(path string) error {
	cmd := exec.CommandContext(context.Background(), "xdg-open", path)
	switch runtime.GOOS {
	case "windows":
		cmd = exec.CommandContext(context.Background(), "rundll32", "url.dll,FileProtocolHandler", path)
	case "darwin":
		cmd = exec.CommandContext(context.Background(), "open", path)
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // the viewer's end is nobody's news
	return nil
}
