function New-MfaTemporaryAccessPass {
    <#
    .SYNOPSIS
    Issues a Temporary Access Pass, with which a person can sign in and register methods.

    .DESCRIPTION
    New-MfaTemporaryAccessPass reads the tenant's policy for passes first, and refuses what it does not allow before anything
    is written. A person has one pass at most: one that can still be used is replaced only with -Replace.

    The pass is given once, as a SecureString in the property TemporaryAccessPass, or as text with -AsPlainText. No event, log
    or error shows it. With -DeliverPass it goes to a script block instead, and the object that comes out has none.

    Several people, or one with a parameter of a run such as -Journal, are one run: the input is gathered and checked, what it
    takes is told, one question is asked, and each person comes out when that person has ended, as the same object as for one,
    whose Outcome is done, partial, failed or skipped. Who is not done is an error, too. Get-MfaRun has the summary, and
    Resume-MfaRun goes on with what was stopped. See about_GraphMfa_Run.

    It asks before it acts. Without a console it needs -Confirm:$false or -Force.

    .PARAMETER User
    Whose: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER LifetimeMinutes
    For how many minutes it can be used: 10 to 43200, within the limits of the policy. Without it, as the policy says.

    .PARAMETER StartsAt
    From when it can be used; at once without it. A date without a zone is local time.

    .PARAMETER UsableOnce
    It works only once; -UsableOnce:$false asks for one that works again and again. Without it, as the policy says.

    .PARAMETER Clamp
    Comes as close as the policy allows, and says so in Notes, instead of refusing what the policy does not allow.

    .PARAMETER Replace
    Replaces a pass that can still be used. That one stops working.

    .PARAMETER AsPlainText
    Gives the pass as text instead of as a SecureString.

    .PARAMETER DeliverPass
    A script block that delivers the pass: it gets the object with the pass as its argument. What it puts out is dropped.

    .PARAMETER Reason
    Why it is done, in words. A policy may demand it.

    .PARAMETER Ticket
    The number of the ticket. A policy may demand it.

    .PARAMETER RequestedBy
    On whose behalf it is done, where an application is signed in: the audit log names only the application.

    .PARAMETER CallerVerified
    How it was made sure that the caller is that person, such as callBack or managerConfirmed. A policy may demand it.

    .PARAMETER OverrideGuard
    Overrides the guard for one person, who is named here once more by object id or user principal name. It never
    overrides the guard of an emergency account.

    .PARAMETER Journal
    The journal of a run: a file that does not exist yet. Several people are a run, and so is whatever is given this or
    another parameter of a run. Without it, the journal has date and time in its name, in the current directory; it is told.

    .PARAMETER JournalSink
    A script block that gets a copy of the journal while it is written, as Connect-Mfa -JournalSink does: what came to it
    is on the disk already. When it fails, the run stops.

    .PARAMETER MaximumPeople
    How many people a run may be for at most. It must be said above 50, unless a policy says it.

    .PARAMETER ThrottleLimit
    How many people of a run are in hand at once, at most: 1 to 300.

    .PARAMETER StopAfterFailures
    Ends a run, so that it can be resumed, when so many people have failed.

    .PARAMETER TimeLimit
    Begins nobody new after this time. Those in hand are finished, and the rest is for Resume-MfaRun.

    .PARAMETER Strict
    Refuses the whole input of a run when one row of it is bad. Otherwise bad rows are errors, and left out.

    .PARAMETER Force
    Skips the question. It overrides no guard and no refusal.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .PARAMETER WhatIf
    Says what would be done, and writes nothing.

    .PARAMETER Confirm
    Asks before it acts: a run once, with the plan in numbers. -Confirm:$false acts without a question.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.IssuedPass

    .EXAMPLE
    New-MfaTemporaryAccessPass nora.lind@fabrikam.example -LifetimeMinutes 60 -UsableOnce -AsPlainText

    Issues a pass that works once within an hour, and shows it.

    .EXAMPLE
    New-MfaTemporaryAccessPass nora.lind@fabrikam.example -Clamp -DeliverPass { param($issued) $issued | Send-ToManager }

    Hands the pass to a script of one's own, and puts out an object without it.

    .LINK
    Get-MfaTemporaryAccessPass

    .LINK
    Remove-MfaTemporaryAccessPass

    .LINK
    Reset-MfaUser
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('GraphMfa.IssuedPass')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter()]
        [ValidateRange(1, 43200)]
        [int] $LifetimeMinutes,

        [Parameter()]
        [datetime] $StartsAt,

        [Parameter()]
        [switch] $UsableOnce,

        [Parameter()]
        [switch] $Clamp,

        [Parameter()]
        [switch] $Replace,

        [Parameter()]
        [switch] $AsPlainText,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $DeliverPass,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Reason,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Ticket,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $RequestedBy,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $CallerVerified,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $OverrideGuard,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Journal,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $JournalSink,

        [Parameter()]
        [ValidateRange(1, 1000000)]
        [int] $MaximumPeople,

        [Parameter()]
        [ValidateRange(1, 300)]
        [int] $ThrottleLimit,

        [Parameter()]
        [ValidateRange(1, 1000000)]
        [int] $StopAfterFailures,

        [Parameter()]
        [ValidateScript({ $_ -ge [timespan]::Zero -and $_.TotalMilliseconds -le [uint32]::MaxValue })]
        [timespan] $TimeLimit,

        [Parameter()]
        [switch] $Strict,

        [Parameter()]
        [switch] $Force,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $refusal = Get-MfaConsentError $PSCmdlet -Force $Force.IsPresent -WhatIf $WhatIfPreference -ConfirmPreference $ConfirmPreference
        if ($null -ne $refusal) { $PSCmdlet.ThrowTerminatingError($refusal) }
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
        if ($Force -and -not $PSBoundParameters.ContainsKey('Confirm')) { $ConfirmPreference = 'None' }
        $isRun = Test-MfaRunAsked $PSBoundParameters
        $rows = New-Object -TypeName 'System.Collections.Generic.List[string]'
        $named = $null
        $alone = $null
    }
    process {
        foreach ($row in @(ConvertTo-MfaRunRow -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput)) { $rows.Add($row) }
        # Who is alone is asked about, and done, as one person.
        if ($rows.Count -eq 1) {
            $named = $User
            if ($MyInvocation.ExpectingInput) { $alone = $_ }
        }
    }
    end {
        if ($rows.Count -eq 0) { return }
        if ($rows.Count -gt 1 -or $isRun) {
            Invoke-MfaPeopleRun -Cmdlet $PSCmdlet -Operation IssuePass -TypeName GraphMfa.IssuedPass -Bound $PSBoundParameters -Row $rows -Entry $resolved.Entry -WhatIf $WhatIfPreference -ConfirmPreference $ConfirmPreference
            return
        }
        $request = @{ operation = 'issuePass' }
        if ($Replace) { $request['replace'] = $true }
        Invoke-MfaOneChange -Cmdlet $PSCmdlet -Named $named -InputObject $alone -Bound $PSBoundParameters -Entry $resolved.Entry -Request $request -TypeName GraphMfa.IssuedPass `
            -Deed '{0}: issue a Temporary Access Pass' -Question 'Issue a Temporary Access Pass to {0}?'
    }
}
