"""Forms of the dialogue room."""

from participation.dialogue.forms.charter import AcceptForm, AdoptForm, BeginForm, GiveUpForm, RuleForm

__all__ = ["AcceptForm", "AdoptForm", "BeginForm", "GiveUpForm", "RuleForm"]
