package config

import (
	"bufio"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"kurator/model"
)

// Paths are the folders of this person on this machine.
type Paths struct {
	Home      string
	Config    string // kurator's own folder for settings
	Data      string // … for the database
	State     string // … for the log
	Downloads string
}

// FindPaths follows XDG, and the usual folders on Windows. env looks a variable up.
func FindPaths(env func(string) string) (Paths, error) {
	home := env("HOME")
	config, data := filepath.Join(home, ".config"), filepath.Join(home, ".local", "share")
	state := filepath.Join(home, ".local", "state")
	if runtime.GOOS == "windows" {
		home = env("USERPROFILE")
		config, data, state = env("APPDATA"), env("LOCALAPPDATA"), env("LOCALAPPDATA")
	}
	if home == "" {
		return Paths{}, model.Faultf(model.Failed, "Не найдена домашняя папка: переменная HOME пуста. Задайте её и повторите.")
	}
	own := func(variable, usual string) string {
		if dir := env(variable); filepath.IsAbs(dir) { // XDG: a relative path is to be ignored
			usual = dir
		}
		return filepath.Join(usual, "kurator")
	}
	p := Paths{
		Home: home, Config: own("XDG_CONFIG_HOME", config), Data: own("XDG_DATA_HOME", data), State: own("XDG_STATE_HOME", state),
	}
	p.Downloads = p.findDownloads()
	return p, nil
}

// File is the usual place of the configuration.
func (p Paths) File() string { return filepath.Join(p.Config, "config.toml") }

// Log is the place of the log.
func (p Paths) Log() string { return filepath.Join(p.State, "kurator.log") }

// findDownloads asks user-dirs.dirs, where Russian desktops name «Загрузки».
func (p Paths) findDownloads() string {
	usual := filepath.Join(p.Home, "Downloads")
	f, err := os.Open(filepath.Join(filepath.Dir(p.Config), "user-dirs.dirs"))
	if err != nil {
		return usual
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		value, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "XDG_DOWNLOAD_DIR=")
		if !ok {
			continue
		}
		value = strings.Trim(value, `"`)
		if rest, ok := strings.CutPrefix(value, "$HOME"); ok {
			value = p.Home + rest
		}
		if filepath.IsAbs(value) {
			return filepath.Clean(value)
		}
	}
	return usual
}

// expand makes «~/x» a path below the home folder.
func (p Paths) expand(path string) string {
	if path == "~" {
		return p.Home
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return filepath.Join(p.Home, rest)
	}
	return path
}

// settle fills in the places a configuration leaves to the machine.
func (p Paths) settle(c *Config) {
	settle := func(path *string, usual string) {
		if *path == "" {
			*path = usual
			return
		}
		*path = p.expand(*path)
	}
	settle(&c.Import.Folder, p.Downloads)
	settle(&c.Import.Profiles, filepath.Join(p.Config, "profiles"))
	settle(&c.Files.DB, filepath.Join(p.Data, "kurator.db"))
	settle(&c.Files.Backup, filepath.Join(p.Data, "backup"))
	c.Mail.PasswordFile = p.expand(c.Mail.PasswordFile)
	c.Backup.Seals = p.expand(c.Backup.Seals)
}
