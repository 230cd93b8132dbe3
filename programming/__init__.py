"""Programming: from what people lack to one programme, written together and measured."""
