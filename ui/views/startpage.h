#pragma once

#include "ui/icons.h"

#include <QWidget>

namespace Pacewatch {

class Button;

/// What a person sees while there are no connections.
class StartPage final : public QWidget
{
    Q_OBJECT

public:
    StartPage(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

signals:
    void newConnectionWanted();
    void practiceWanted();
    void sessionWanted();

private:
    QWidget* makeIntroduction();
    QWidget* makeCard(Icon icon, const QString& title, const QString& text, Button* button);
    QWidget* makeNote();

    const Theme& m_theme;
    const Icons& m_icons;
};

} // namespace Pacewatch
